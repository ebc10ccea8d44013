package armhttp

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// endpoints tells a client where everything is. What the sandbox does not have is named all the same, below its own
// address, so that no client turns to the real one.
func (c *call) endpoints() error {
	cloud := arm.Body{
		"name": "Sandbox", "portal": c.base, "media": c.base, "graph": c.base, "graphAudience": c.base, "batch": c.base,
		"resourceManager": c.base, "microsoftGraphResourceId": c.base, "vmImageAliasDoc": c.base, "sqlManagement": c.base,
		"activeDirectoryDataLake": c.base, "gallery": c.base, "logAnalyticsResourceId": c.base,
		"authentication": arm.Body{"loginEndpoint": c.base, "audiences": []any{c.base}, "tenant": Tenant, "identityProvider": "AAD"},
		"suffixes":       arm.Body{"keyVaultDns": "vault.sandbox.invalid", "storage": "storage.sandbox.invalid", "sqlServerHostname": "sql.sandbox.invalid"},
	}
	version := c.r.URL.Query().Get("api-version")
	if strings.HasPrefix(version, "2019") || strings.HasPrefix(version, "2020") {
		return c.answer(http.StatusOK, []any{cloud})
	}
	return c.answer(http.StatusOK, cloud)
}

// openID describes where tokens come from.
func (c *call) openID() error {
	authority := c.base + "/" + c.params["tenant"]
	return c.answer(http.StatusOK, arm.Body{
		"issuer": authority + "/v2.0", "token_endpoint": authority + "/oauth2/v2.0/token", "authorization_endpoint": authority + "/oauth2/v2.0/authorize",
		"device_authorization_endpoint": authority + "/oauth2/v2.0/devicecode", "jwks_uri": authority + "/discovery/v2.0/keys",
		"token_endpoint_auth_methods_supported": []any{"client_secret_post", "private_key_jwt", "client_secret_basic"},
		"response_types_supported":              []any{"code", "id_token"}, "subject_types_supported": []any{"pairwise"},
		"id_token_signing_alg_values_supported": []any{"RS256"},
	})
}

// tokenLife is how long a token is good for. Nobody looks.
const tokenLife = 24 * time.Hour

// token answers a token to whoever asks.
func (c *call) token() error {
	token, err := newToken(c.params["tenant"], c.base, time.Now())
	if err != nil {
		return err
	}
	seconds := int(tokenLife.Seconds())
	return c.answer(http.StatusOK, arm.Body{"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token})
}

// Identity answers tokens as the service does that gives them to virtual machines. It is served over plain HTTP.
func Identity(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{ResponseWriter: w, r: r}
		now := time.Now()
		resource := r.URL.Query().Get("resource")
		token, err := newToken(Tenant, base, now)
		if err == nil {
			err = c.answer(http.StatusOK, arm.Body{
				"token_type": "Bearer", "access_token": token, "resource": resource, "client_id": newUUID(),
				"expires_on": fmt.Sprint(now.Add(tokenLife).Unix()), "expires_in": fmt.Sprint(int(tokenLife.Seconds())), "not_before": fmt.Sprint(now.Unix()),
			})
		}
		if err != nil {
			c.fail(err)
		}
	})
}

// newToken is a token in the form that clients read: they take the tenant from it, and leave the signature to Azure.
func newToken(tenant, base string, now time.Time) (string, error) {
	var parts []string
	for _, part := range []arm.Body{
		{"typ": "JWT", "alg": "RS256", "kid": "sandbox"},
		{
			"aud": base, "iss": base + "/" + tenant + "/", "tid": tenant, "oid": Tenant, "sub": Tenant, "appid": Tenant, "idtyp": "app", "ver": "1.0",
			"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(tokenLife).Unix(),
		},
	} {
		raw, err := json.Marshal(part)
		if err != nil {
			return "", fmt.Errorf("encode a token: %w", err)
		}
		parts = append(parts, base64.RawURLEncoding.EncodeToString(raw))
	}
	return strings.Join(append(parts, base64.RawURLEncoding.EncodeToString([]byte("unsigned"))), "."), nil
}

func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
