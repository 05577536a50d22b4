package countersign

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// retryAfterMax keeps within what a Duration can hold; nobody waits that long.
const retryAfterMax = 10 * 365 * 24 * time.Hour

// exchange is one request and one answer: no retries here. The answer is 2xx, and is to be closed.
func (c *Client) exchange(ctx context.Context, out *sent) (*http.Response, error) {
	var body io.Reader
	if out.body != nil {
		body = bytes.NewReader(out.body)
	}
	asked, err := http.NewRequestWithContext(ctx, out.method, out.url, body)
	if err != nil {
		return nil, &Error{Kind: KindRequestInvalid, Message: "there is no such request", cause: err}
	}
	// The transport would send it again by itself where it has an Idempotency-Key; retries are counted here.
	asked.GetBody = nil
	return c.send(asked, out.headers)
}

func (c *Client) send(asked *http.Request, headers http.Header) (*http.Response, error) {
	asked.Header = headers.Clone()
	response, err := c.http.Do(asked)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= 200 && response.StatusCode <= 299 {
		return response, nil
	}
	defer response.Body.Close()
	return nil, c.problemOf(response)
}

// bodyOf is the whole body after unpacking.
func (c *Client) bodyOf(response *http.Response) ([]byte, error) {
	most := c.setup.responseBytesMax
	body, err := io.ReadAll(io.LimitReader(response.Body, most+1))
	if int64(len(body)) > most {
		return nil, c.tooLarge()
	}
	return body, err
}

func (c *Client) tooLarge() *Error {
	return &Error{Kind: KindResponseTooLarge, Message: fmt.Sprintf("the answer is larger than the limit of %d bytes", c.setup.responseBytesMax)}
}

func mediaTypeOf(response *http.Response) string {
	kind, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

func (c *Client) objectOf(response *http.Response, mayBeEmpty bool) ([]byte, error) {
	body, err := c.bodyOf(response)
	if err != nil {
		return nil, err
	}
	if mayBeEmpty && len(body) == 0 {
		return nil, nil
	}
	if mediaTypeOf(response) != "application/json" {
		return nil, invalid("the answer is not JSON", nil)
	}
	return body, mustBeObject(body)
}

func mustBeObject(text []byte) error {
	if !utf8.Valid(text) || !json.Valid(text) {
		return invalid("the answer is not JSON", nil)
	}
	if !isObject(text) {
		return invalid("the answer is not a JSON object", nil)
	}
	return nil
}

func isObject(text []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) }

func isList(text []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("[")) }

// decode lets members be of other types than they were when this was written: they are left out, the raw answer has them.
func decode[T any](text []byte) (*T, error) {
	value := new(T)
	err := json.Unmarshal(text, value)
	if _, is := errors.AsType[*json.UnmarshalTypeError](err); err != nil && !is {
		return nil, invalid("the answer is not what the operation answers", err)
	}
	return value, nil
}

// membersOf reads names exactly: encoding/json fills fields of structs whatever the letter case.
func membersOf(text []byte) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return nil
	}
	return members
}

func textOf(value json.RawMessage) (text string, is bool) {
	if len(value) == 0 || value[0] != '"' {
		return "", false
	}
	return text, json.Unmarshal(value, &text) == nil
}

// problemOf what was refused; where its body cannot be understood its status still counts.
func (c *Client) problemOf(response *http.Response) error {
	status := response.StatusCode
	problem := &ProblemError{
		Status: status, Code: ProblemCode("HTTP_" + strconv.Itoa(status)), Title: http.StatusText(status),
		Detail:    fmt.Sprintf("the answer was %d and no problem of Countersign's", status),
		RequestID: response.Header.Get("Request-Id"), RetryAfter: retryAfterOf(response.Header.Get("Retry-After"), time.Now()),
	}
	if !strings.HasSuffix(mediaTypeOf(response), "json") {
		return problem
	}
	body, err := c.bodyOf(response)
	if err != nil && KindOf(err) == "" {
		return err
	}
	if err != nil || mustBeObject(body) != nil {
		return problem
	}
	members := membersOf(body)
	for name, field := range map[string]*string{"title": &problem.Title, "detail": &problem.Detail, "request_id": &problem.RequestID, "code": (*string)(&problem.Code)} {
		if text, is := textOf(members[name]); is {
			*field = text
		}
	}
	var faults []json.RawMessage
	_ = json.Unmarshal(members["errors"], &faults)
	for _, fault := range faults {
		pointer, hasPointer := textOf(membersOf(fault)["pointer"])
		detail, hasDetail := textOf(membersOf(fault)["detail"])
		if hasPointer && hasDetail {
			problem.Errors = append(problem.Errors, Fault{Pointer: pointer, Detail: detail})
		}
	}
	return problem
}

// retryAfterOf (RFC 9110, 10.2.3): seconds or an HTTP date; nil where it says nothing.
func retryAfterOf(value string, now time.Time) *time.Duration {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseUint(value, 10, 34); err == nil {
		return new(min(retryAfterMax, time.Duration(seconds)*time.Second))
	}
	if date, err := http.ParseTime(value); err == nil {
		return new(min(retryAfterMax, max(0, date.Sub(now))))
	}
	return nil
}
