package mcptest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

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
		t.Run(name, func(t *testing.T) {
			r := &reached{}
			url := guarded(t, notes(r, isJSON))
			ctx := t.Context()
			session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
				Connect(ctx, &mcp.StreamableClientTransport{Endpoint: url + "/mcp"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer session.Close()
			tools, err := session.ListTools(ctx, nil)
			if err != nil || len(tools.Tools) != 4 {
				t.Fatalf("%v, %v", tools, err)
			}
			converse(ctx, t, session)
			if want := []string{"README.md", "web", "page", "x", "file:///one"}; !slices.Equal(r.all(), want) {
				t.Errorf("reached %v, not %v", r.all(), want)
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
