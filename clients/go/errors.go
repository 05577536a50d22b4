package countersign

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says why a call came to nothing.
type Kind string

const (
	// KindProblem: the service, or what stands before it, answered with something else than 2xx: a [*ProblemError].
	KindProblem Kind = "problem"
	// KindTimeout: the time of the call or of a silent stream is over.
	KindTimeout Kind = "timeout"
	// KindConnection: a fault of the network, after the retries; or a stream that ended before its last result.
	KindConnection Kind = "connection"
	// KindResponseTooLarge: reading stopped at the limit.
	KindResponseTooLarge Kind = "response_too_large"
	// KindResponseInvalid: the answer is not what the operation answers.
	KindResponseInvalid Kind = "response_invalid"
	// KindModificationsInvalid: within an enforcement, the edits of an allowed message cannot be made.
	KindModificationsInvalid Kind = "modifications_invalid"
	// KindConfiguration: no key, or a setting that cannot be.
	KindConfiguration Kind = "configuration"
	// KindRequestInvalid: what is to be sent is no JSON, or a path parameter none that can be; nothing was sent.
	KindRequestInvalid Kind = "request_invalid"
	// KindCanceled: the caller's context is over. The error wraps the context's.
	KindCanceled Kind = "canceled"
)

// Error is that of a call which got no answer that counts. Errors match ([errors.Is]) where their kinds are the same.
type Error struct {
	Kind    Kind
	Message string
	cause   error
}

// To compare with, by [errors.Is].
var (
	ErrTimeout          = &Error{Kind: KindTimeout}
	ErrConnection       = &Error{Kind: KindConnection}
	ErrResponseTooLarge = &Error{Kind: KindResponseTooLarge}
	ErrResponseInvalid  = &Error{Kind: KindResponseInvalid}
	ErrConfiguration    = &Error{Kind: KindConfiguration}
)

func (e *Error) Error() string { return "countersign: " + e.Message }

func (e *Error) Unwrap() error { return e.cause }

// Is reports whether the kinds are the same.
func (e *Error) Is(target error) bool {
	other, is := target.(*Error)
	return is && other.Kind == e.Kind
}

// ProblemError is a refusal by the service (RFC 9457), or by what stands before it.
type ProblemError struct {
	Status int
	// Code is one of the ProblemCode constants, one that this version does not know, or HTTP_<status> where the answer was no problem.
	Code   ProblemCode
	Title  string
	Detail string
	// Errors are all faults at once.
	Errors []Fault
	// RequestID is what support asks for; it may be empty.
	RequestID string
	// RetryAfter is nil where the service has said nothing.
	RetryAfter *time.Duration
}

func (e *ProblemError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "countersign: %d %s: %s", e.Status, e.Code, e.Detail)
	for _, fault := range e.Errors {
		fmt.Fprintf(&text, "; %s: %s", fault.Pointer, fault.Detail)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&text, " (%s)", e.RequestID)
	}
	return text.String()
}

// KindOf is empty for nil, and for an error that is not of this package.
func KindOf(err error) Kind {
	if _, is := errors.AsType[*ProblemError](err); is {
		return KindProblem
	}
	if own, is := errors.AsType[*Error](err); is {
		return own.Kind
	}
	return ""
}

// IsProblem reports whether the service has refused for this reason: IsProblem(err, countersign.ProblemCodeRateLimited).
func IsProblem(err error, code ProblemCode) bool {
	problem, is := errors.AsType[*ProblemError](err)
	return is && problem.Code == code
}

func invalid(message string, cause error) *Error {
	return &Error{Kind: KindResponseInvalid, Message: message, cause: cause}
}
