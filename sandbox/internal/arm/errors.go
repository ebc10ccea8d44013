package arm

import (
	"errors"
	"fmt"
)

// Error is a refusal, as ARM answers it.
type Error struct {
	// Status is the HTTP status.
	Status int `json:"status"`
	// Code is Azure's word for the condition, such as ResourceGroupNotFound.
	Code string `json:"code"`
	// Message tells a person what is wrong. It never holds a key.
	Message string `json:"message"`
	// Blocker is the id of the operation that is in the way, if one is.
	Blocker string `json:"blocker,omitempty"`
}

// Error gives the code and the message.
func (e *Error) Error() string {
	return fmt.Sprintf(`Code="%s" Message="%s"`, e.Code, e.Message)
}

func refuse(status int, code, format string, args ...any) error {
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// IsNotFound tells whether err says that a resource, its parent or its group does not exist.
func IsNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == 404
}

// IsPreconditionFailed tells whether err says that a resource is not in the state the request asked for.
func IsPreconditionFailed(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == 412
}
