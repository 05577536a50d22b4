package main

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/countersign/countersign-go"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func TestServer(t *testing.T) {
	client, err := countersign.New(countersign.WithTimeout(15 * time.Second))
	if err != nil {
		t.Skip(err)
	}
	server := httptest.NewServer(handler(client))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
		Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: server.URL}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	for path, refused := range map[string]bool{"README.md": false, "../../../../etc/shadow": true} {
		result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "read_file", Arguments: map[string]any{"path": path}})
		if err != nil || result.IsError != refused {
			t.Errorf("%s: %v, %v", path, result, err)
		}
	}
}
