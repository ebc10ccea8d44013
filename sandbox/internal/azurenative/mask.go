package azurenative

import (
	"os"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// maskVariable, when it is set, makes every client one that may not see the keys of authorizations: newer Azure masks them
// by the client's privileges (azure-rest-api-specs #45679), in what is read and in what a creation answers.
const maskVariable = "AZURE_EXPRESSROUTE_SANDBOX_MASK_KEYS"

// maskedKey stands where a key is. It is Azure's, of azure-rest-api-specs #15030.
const maskedKey = "*****************"

// masked is an answer as the client may see it.
func masked(answer arm.Body, err error) (arm.Body, error) {
	if os.Getenv(maskVariable) != "" {
		maskKeys(answer)
	}
	return answer, err
}

func maskKeys(value any) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			maskKeys(element)
		}
	case arm.Body:
		for name, element := range value {
			if _, isText := element.(string); isText && name == "authorizationKey" {
				value[name] = maskedKey
				continue
			}
			maskKeys(element)
		}
	}
}
