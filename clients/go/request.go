package countersign

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// request is what stands in OpenAPI, with the values of one call.
type request struct {
	method string
	path   target
	// query is a struct of models.go, or nil.
	query any
	// cursor of a page.
	cursor  string
	ifMatch string
	body    any
	// mayBeEmpty: the operation may answer without a body.
	mayBeEmpty bool
	// unrepeatable: nobody knows what a second one would do.
	unrepeatable bool
}

type target struct {
	path string
	err  error
}

// at fills in path parameters. "." and ".." would be resolved, and lead to another operation.
func at(template string, parameters ...any) target {
	segments := make([]any, len(parameters))
	for i, parameter := range parameters {
		text := fmt.Sprint(parameter)
		if text == "" || text == "." || text == ".." {
			return target{err: &Error{Kind: KindRequestInvalid, Message: fmt.Sprintf("a path parameter must not be %q", text)}}
		}
		segments[i] = url.PathEscape(text)
	}
	return target{path: fmt.Sprintf(template, segments...)}
}

// CallOption is something for one call alone.
type CallOption func(*callOptions)

type callOptions struct {
	timeout        *time.Duration
	idempotencyKey string
	ifMatch        string
	response       *Response
}

// WithCallTimeout is for this call, instead of what the client has.
func WithCallTimeout(timeout time.Duration) CallOption {
	return func(o *callOptions) { o.timeout = &timeout }
}

// WithIdempotencyKey is sent instead of a random one; the same for every attempt.
func WithIdempotencyKey(key string) CallOption {
	return func(o *callOptions) { o.idempotencyKey = key }
}

// WithIfMatch makes a change only to the version with this ETag, where that may be left out.
func WithIfMatch(etag string) CallOption { return func(o *callOptions) { o.ifMatch = etag } }

// WithResponse keeps the answer itself: its ETag, and what a newer service says that this version has no field for.
func WithResponse(response *Response) CallOption {
	return func(o *callOptions) { o.response = response }
}

// Response is the answer of a call that succeeded; of a list, that of its last page.
type Response struct {
	Status int
	Header http.Header
	Body   json.RawMessage
}

// ETag of the version that was answered, for a change of it; empty where there was none.
func (r *Response) ETag() string { return r.Header.Get("Etag") }

// optionsOf refuses what net/http would refuse to send: that would look like a fault of the network.
func optionsOf(given []CallOption) (callOptions, error) {
	var options callOptions
	for _, option := range given {
		option(&options)
	}
	switch {
	case options.timeout != nil && *options.timeout <= 0:
		return options, &Error{Kind: KindRequestInvalid, Message: "a timeout must be above 0"}
	case strings.ContainsFunc(options.idempotencyKey+options.ifMatch, unicode.IsControl):
		return options, &Error{Kind: KindRequestInvalid, Message: "a header must not have control characters"}
	}
	return options, nil
}

// sent is a request as it goes out, the same for every attempt.
type sent struct {
	method  string
	url     string
	headers http.Header
	body    []byte
}

func (c *Client) compose(asked request, options callOptions) (*sent, error) {
	if asked.path.err != nil {
		return nil, asked.path.err
	}
	query, err := valuesOf(asked.query)
	if err != nil {
		return nil, err
	}
	if asked.cursor != "" {
		query.Set("cursor", asked.cursor)
	}
	out := &sent{method: asked.method, url: c.setup.url + asked.path.path, headers: c.headers(asked.method, options)}
	if len(query) > 0 {
		out.url += "?" + query.Encode()
	}
	if asked.ifMatch != "" {
		out.headers.Set("If-Match", asked.ifMatch)
	}
	if asked.body != nil {
		out.headers.Set("Content-Type", "application/json")
		out.body, err = encode(asked.body)
	}
	return out, err
}

func (c *Client) headers(method string, options callOptions) http.Header {
	headers := http.Header{}
	headers.Set("Accept", "application/json, application/problem+json, application/x-ndjson")
	headers.Set("User-Agent", "countersign-go/"+Version)
	if !c.setup.isPublic {
		headers.Set("Authorization", "Bearer "+c.setup.key)
	}
	if method == http.MethodPost {
		key := options.idempotencyKey
		if key == "" {
			key = rand.Text()
		}
		headers.Set("Idempotency-Key", key)
	}
	if options.ifMatch != "" {
		headers.Set("If-Match", options.ifMatch)
	}
	return headers
}

// encode leaves <, > and & as they are: what is judged is the text that came.
func encode(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, &Error{Kind: KindRequestInvalid, Message: "what is to be sent is no JSON", cause: err}
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// valuesOf a struct whose JSON has a member for each parameter that is given.
func valuesOf(query any) (url.Values, error) {
	values := url.Values{}
	if query == nil {
		return values, nil
	}
	text, err := encode(query)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	members := map[string]any{}
	if err := decoder.Decode(&members); err != nil {
		return nil, &Error{Kind: KindRequestInvalid, Message: "the query is none", cause: err}
	}
	for name, value := range members {
		values.Set(name, fmt.Sprint(value))
	}
	return values, nil
}

// ask for an answer of one type; nil where the operation may answer without a body, and did.
func ask[T any](ctx context.Context, c *Client, asked request, options []CallOption) (*T, error) {
	var answer *T
	err := c.call(ctx, asked, options, c.setup.otherTimeout, func(body []byte) (err error) {
		if asked.mayBeEmpty && len(body) == 0 {
			return nil
		}
		answer, err = decode[T](body)
		return err
	})
	return answer, err
}
