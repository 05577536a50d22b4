// Package mcphttp judges what goes through an MCP endpoint that is a [net/http] handler, whoever implements it: what is posted before the
// handler sees it, what is answered (JSON, or a stream of events) before the client does.
//
//	guard := mcphttp.Guard(client)
//	http.Handle("/mcp", guard(handler))
package mcphttp

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/countersign/countersign-go"
)

const (
	// BodyBytesMax is what the service takes, too.
	BodyBytesMax = 1 << 20
	// AnswerBytesMax bounds an answer, and each event of a stream.
	AnswerBytesMax = 16 << 20
	contextTextMax = 256
	// Answers to requests of the server's that were refused.
	decliningMax   = 64
	declineTimeout = 30 * time.Second
)

type guard struct {
	client    *countersign.Client
	next      http.Handler
	context   func(*http.Request) (countersign.CallContext, error)
	knowledge *knowledge
	declining chan struct{}
}

// Option of [Guard].
type Option func(*guard)

// WithContext says who acts; an error refuses the call.
func WithContext(of func(*http.Request) (countersign.CallContext, error)) Option {
	return func(g *guard) { g.context = of }
}

// WithServer names the server that is guarded, for verdicts and policies.
func WithServer(server countersign.McpServer) Option {
	return func(g *guard) { g.knowledge.server = &server }
}

// Guard makes middleware for one MCP server. A refused tools/call is answered by a result with isError, other requests by an error; a
// refused notification by status 403. An answer that cannot be judged is withheld (502), and so is a message in a stream. Where a request of
// the server's own (sampling, elicitation, roots) or the client's answer to it is refused, the server gets an error in the place of the answer.
//
// Bodies are read whole; a body that two readers could understand differently (a member twice, or in another letter case) is refused.
func Guard(client *countersign.Client, options ...Option) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		g := &guard{client: client, next: next, knowledge: newKnowledge(), declining: make(chan struct{}, decliningMax)}
		for _, option := range options {
			option(g)
		}
		return g
	}
}

// exchange is one request with what is known of it.
type exchange struct {
	*guard
	about   *http.Request
	headers map[string]string
	context countersign.CallContext
	// request as it was let pass; nil where there was none.
	request json.RawMessage
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{guard: g, about: r, headers: mcpHeaders(r.Header)}
	if g.context != nil {
		given, err := g.context(r)
		if err != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		x.context = given
	}
	fill(&x.context.ProtocolVersion, x.headers["mcp-protocol-version"])
	fill(&x.context.SessionID, x.headers["mcp-session-id"])
	if !hasNoBody(r.Method) {
		if instead := x.judgeBody(w, r); instead != nil {
			instead.send(w)
			return
		}
	}
	out := newAnswer(w, x)
	defer out.close()
	g.next.ServeHTTP(out, x.inner(r))
	out.finish()
}

func hasNoBody(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}

// judgeBody gives what is answered instead of what the handler would; nil where the handler is to be asked.
func (x *exchange) judgeBody(w http.ResponseWriter, r *http.Request) *refusal {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, BodyBytesMax))
	if err != nil {
		return unreadable(http.StatusRequestEntityTooLarge, invalidRequest, "the body is above "+strconv.Itoa(BodyBytesMax)+" bytes, or did not arrive")
	}
	if instead := ambiguity(body); instead != nil {
		return instead
	}
	asked, said := json.RawMessage(body), json.RawMessage(nil)
	isAnswer := isAnswer(body) // To a request of the server's.
	if isAnswer {
		asked, said = nil, body
	}
	judged := x.judge(asked, said, x.headers)
	switch {
	case judged.Action == countersign.Forward:
		x.request = judged.Message
		return nil
	case judged.Action == countersign.Drop:
		return &refusal{status: http.StatusForbidden}
	case isAnswer:
		x.request = judged.Reply // The server waits for one.
		return nil
	}
	return &refusal{status: http.StatusOK, body: judged.Reply}
}

// judge with the headers that say what the message says, if there are any: those of a call say what was posted, and nothing of what a
// server tells or asks by itself.
func (x *exchange) judge(request, response json.RawMessage, headers map[string]string) *countersign.Enforcement {
	return x.client.Enforce(x.about.Context(), countersign.ValidateRequest{
		Request: request, Response: response, Tool: x.knowledge.toolOf(request), Server: x.knowledge.server, Headers: headers, Context: &x.context,
	})
}

// judgedAnswer is what of the server reaches the client: the message, edited perhaps, or a refusal; nil where nothing does.
func (x *exchange) judgedAnswer(message json.RawMessage) json.RawMessage {
	if parts, is := listOf(message); is {
		var passed []json.RawMessage
		for _, part := range parts {
			if one := x.judgedAnswer(part); one != nil {
				passed = append(passed, one)
			}
		}
		if len(passed) == 0 {
			return nil
		}
		text, _ := json.Marshal(passed)
		return text
	}
	if !isAnswer(message) {
		judged := x.judge(message, nil, nil)
		if judged.Action == countersign.Reply {
			x.decline(judged.Reply)
		}
		return judged.Message
	}
	asked := requestFor(message, x.request)
	judged := x.judge(asked, message, x.headers)
	if judged.Action == countersign.Forward {
		x.knowledge.learn(asked, judged.Message)
		return judged.Message
	}
	return judged.Reply
}

// mcpHeaders are those that say what the body says; one that comes twice is shown twice.
func mcpHeaders(headers http.Header) map[string]string {
	found := map[string]string{}
	for name, values := range headers {
		if name = strings.ToLower(name); strings.HasPrefix(name, "mcp-") {
			found[name] = strings.ToValidUTF8(strings.Join(values, ", "), "\ufffd")
		}
	}
	return found
}

// fill in what a header says, where nobody has said it and as much of it as the service takes.
func fill(field **string, text string) {
	if text = strings.ToValidUTF8(text[:min(len(text), contextTextMax)], ""); *field == nil && text != "" {
		*field = &text
	}
}
