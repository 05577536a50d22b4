package mcptest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// stateless is the first revision without sessions.
const stateless = "2026-07-28"

func said(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRealClientAndServer(t *testing.T) {
	for name, isJSON := range map[string]bool{"json": true, "events": false} {
		for _, revision := range []string{stateless, "2025-11-25", "2025-06-18"} {
			t.Run(name+" "+revision, func(t *testing.T) {
				t.Parallel()
				r := &reached{}
				session := connected(t, guarded(t, notes(r, mcp.StreamableHTTPOptions{JSONResponse: isJSON, Stateless: revision == stateless})), revision, nil)
				tools, err := session.ListTools(t.Context(), nil)
				if err != nil || len(tools.Tools) != 5 {
					t.Fatalf("%v, %v", tools, err)
				}
				converse(t.Context(), t, session)
				if want := []string{"README.md", "web", "page", "x", "file:///one"}; !slices.Equal(r.all(), want) {
					t.Errorf("reached %v, not %v", r.all(), want)
				}
			})
		}
	}
}

func connected(t *testing.T, url, revision string, options *mcp.ClientOptions) *mcp.ClientSession {
	t.Helper()
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, options).
		Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: url + "/mcp"}, &mcp.ClientSessionOptions{ProtocolVersion: revision})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	if got := session.InitializeResult().ProtocolVersion; got != revision {
		t.Fatalf("revision %s, not %s", got, revision)
	}
	return session
}

// What a server asks of its client is judged before the client sees it, and what the client answers before the server does. Who is
// refused is told so: neither waits for the other for ever.
func TestSampling(t *testing.T) {
	for name, one := range map[string]struct {
		asks, answers string
		isAsked       bool
		reached       []string
	}{
		"innocent":         {asks: "the weather of today", answers: "sunny", isAsked: true, reached: []string{"summary: sunny"}},
		"the server's lie": {asks: injection, answers: "sunny"},
		"a secret":         {asks: "the weather of today", answers: secret, isAsked: true, reached: []string{"summary: " + redacted}},
		"the model's lie":  {asks: "the weather of today", answers: injection, isAsked: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, isAsked := &reached{}, atomic.Bool{}
			session := connected(t, guarded(t, notes(r, mcp.StreamableHTTPOptions{})), "2025-11-25", &mcp.ClientOptions{
				CreateMessageHandler: func(context.Context, *mcp.CreateMessageRequest) (*mcp.CreateMessageResult, error) {
					isAsked.Store(true)
					return &mcp.CreateMessageResult{Model: "m", Role: "assistant", Content: &mcp.TextContent{Text: one.answers}}, nil
				},
			})
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: "summarize", Arguments: map[string]any{"path": one.asks}})
			if err != nil || result.IsError != (one.reached == nil) {
				t.Errorf("%s, %v", said(t, result), err)
			}
			if isAsked.Load() != one.isAsked || !slices.Equal(r.all(), one.reached) {
				t.Errorf("asked %v, reached %v: %s", isAsked.Load(), r.all(), said(t, result))
			}
		})
	}
}

func converse(ctx context.Context, t *testing.T, session *mcp.ClientSession) {
	t.Helper()
	call := func(tool, path string) *mcp.CallToolResult {
		t.Helper()
		result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: tool, Arguments: map[string]any{"path": path}})
		if err != nil {
			t.Fatalf("%s: %v", tool, err)
		}
		return result
	}
	if result := call("read_file", "README.md"); result.IsError || !strings.Contains(said(t, result), "contents of README.md") {
		t.Errorf("an innocent call: %s", said(t, result))
	}
	if result := call("read_file", attack); !result.IsError || !strings.Contains(said(t, result), "PATH_TRAVERSAL") {
		t.Errorf("an attack: %s", said(t, result))
	}
	if result := call("read_log", "web"); !strings.Contains(said(t, result), redacted) {
		t.Errorf("a secret: %s", said(t, result))
	}
	if result := call("read_page", "page"); !result.IsError || strings.Contains(said(t, result), "id_rsa") {
		t.Errorf("a poisoned page: %s", said(t, result))
	}
	if result := call("fail", "x"); strings.Contains(said(t, result), "kR7wq2Lz9xVb") {
		t.Errorf("a failure: %s", said(t, result))
	}
	resource, err := session.ReadResource(ctx, &mcp.ReadResourceParams{URI: "file:///one"})
	if err != nil || strings.Contains(said(t, resource), "kR7wq2Lz9xVb") || !strings.Contains(said(t, resource), "REDACTED") {
		t.Errorf("a resource: %s, %v", said(t, resource), err)
	}
	_, err = session.ReadResource(ctx, &mcp.ReadResourceParams{URI: "file:///../../../../etc/shadow"})
	if err == nil || !strings.Contains(err.Error(), "Refused by security policy") {
		t.Errorf("a resource that is refused: %v", err)
	}
}

// Since 2026-07-28 headers say what the body says. They are of what was posted, and not of what a server tells by the stream of its answer.
func TestNotificationsOfAStreamPass(t *testing.T) {
	told := `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1,"message":"half of it"}}`
	answer := `{"jsonrpc":"2.0","id":7,"result":{"resultType":"complete","content":[{"type":"text","text":"fine"}]}}`
	url := guarded(t, plain(200, "text/event-stream", "data: "+told+"\n\ndata: "+answer+"\n\n"))
	meta := `{"io.modelcontextprotocol/protocolVersion":"` + stateless + `","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}`
	_, text := request(t, url, way{
		method: "POST", path: "/mcp",
		body:    `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"README.md"},"_meta":` + meta + `}}`,
		headers: map[string]string{"Mcp-Protocol-Version": stateless, "Mcp-Method": "tools/call", "Mcp-Name": "read_file"},
	})
	if !strings.Contains(text, "half of it") || !strings.Contains(text, "fine") {
		t.Error(text)
	}
}
