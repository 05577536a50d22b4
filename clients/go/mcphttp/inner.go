package mcphttp

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strconv"
)

// inner is the request that the handler sees: what was judged, and nothing besides.
func (x *exchange) inner(r *http.Request) *http.Request {
	inner := r.Clone(r.Context())
	for _, name := range []string{"Content-Length", "Transfer-Encoding", "Content-Encoding", "Accept-Encoding", "Expect", "Trailer", "Upgrade"} {
		inner.Header.Del(name)
	}
	inner.TransferEncoding, inner.Trailer = nil, nil
	inner.Form, inner.PostForm, inner.MultipartForm = nil, nil, nil
	inner.Body, inner.ContentLength = http.NoBody, 0
	if x.request != nil {
		inner.Body, inner.ContentLength = io.NopCloser(bytes.NewReader(x.request)), int64(len(x.request))
		inner.Header.Set("Content-Type", "application/json")
		inner.Header.Set("Content-Length", strconv.Itoa(len(x.request)))
	}
	return inner
}

// decline answers a request of the server's in the place of the client, which never sees it: the server waits for an answer.
// The handler is in the middle of asking, hence a goroutine; above the limit the server waits in vain.
func (x *exchange) decline(reply json.RawMessage) {
	select {
	case x.declining <- struct{}{}:
	default:
		return
	}
	r := x.about.Clone(context.WithoutCancel(x.about.Context()))
	r.Method = http.MethodPost
	r.Header.Set("Accept", "application/json, text/event-stream")
	go func() {
		defer func() {
			<-x.declining
			if fault := recover(); fault != nil {
				slog.Error("mcphttp: the handler has panicked at an answer", "panic", fault)
			}
		}()
		within, cancel := context.WithTimeout(r.Context(), declineTimeout)
		defer cancel()
		x.next.ServeHTTP(nowhere{}, (&exchange{request: reply}).inner(r.WithContext(within)))
	}()
}

// nowhere takes what a handler answers to an answer.
type nowhere struct{}

func (nowhere) Header() http.Header             { return http.Header{} }
func (nowhere) WriteHeader(int)                 {}
func (nowhere) Write(chunk []byte) (int, error) { return len(chunk), nil }
