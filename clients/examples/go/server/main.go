// Command server is an MCP server over HTTP behind Countersign: `go run ./server` here, with COUNTERSIGN_API_KEY and COUNTERSIGN_URL.
package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"github.com/countersign/countersign-go"
	"github.com/countersign/countersign-go/mcphttp"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type input struct {
	Path string `json:"path" jsonschema:"the file to read"`
}

func handler(client *countersign.Client) http.Handler {
	server := mcp.NewServer(&mcp.Implementation{Name: "notes", Version: "1.0.0"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "read_file", Description: "Reads a file of the project."},
		func(_ context.Context, _ *mcp.CallToolRequest, in input) (*mcp.CallToolResult, any, error) {
			return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: "contents of " + in.Path}}}, nil, nil
		})
	endpoint := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, nil)
	return mcphttp.Guard(client, mcphttp.WithServer(countersign.McpServer{Name: "notes"}))(endpoint)
}

func main() {
	client, err := countersign.New()
	if err != nil {
		log.Fatal(err)
	}
	http.Handle("/mcp", handler(client))
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN"), nil))
}
