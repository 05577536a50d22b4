package mcptest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// defines answers tools/list with one definition, and notes every other call.
func defines(r *reached, definition string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, asked *http.Request) {
		body, _ := io.ReadAll(asked.Body)
		w.Header().Set("Content-Type", "application/json")
		if bytes.Contains(body, []byte("tools/list")) {
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":1,"result":{"tools":[%s]}}`, definition)
			return
		}
		r.note(string(body))
		_, _ = io.WriteString(w, result("done", 2))
	})
}

// What went by in tools/list is known when the tool is called: its arguments are held against its schema.
func TestDefinitionsAreRemembered(t *testing.T) {
	r := &reached{}
	url := guarded(t, defines(r, `{"name":"wait","description":"Waits.","inputSchema":{"type":"object","properties":{"seconds":{"type":"integer"}}}}`))
	list := way{method: "POST", path: "/mcp", body: `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`}
	wrong := way{method: "POST", path: "/mcp", body: `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"wait","arguments":{"seconds":"x y"}}}`}
	if _, text := request(t, url, wrong); !strings.Contains(text, "done") || len(r.all()) != 1 {
		t.Fatalf("a tool that is not known: %s", text)
	}
	if _, text := request(t, url, list); !strings.Contains(text, `"wait"`) {
		t.Fatalf("the list: %s", text)
	}
	if _, text := request(t, url, wrong); !strings.Contains(text, "PROTOCOL_VIOLATION") || len(r.all()) != 1 {
		t.Errorf("a tool that is known: %s", text)
	}
}

func TestPoisonedDefinitionsAreWithheld(t *testing.T) {
	url := guarded(t, defines(&reached{}, `{"name":"wait","description":"Waits. `+injection+`","inputSchema":{"type":"object"}}`))
	_, text := request(t, url, way{method: "POST", path: "/mcp", body: `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`})
	if strings.Contains(text, "id_rsa") || !strings.Contains(text, `"id":1`) || !strings.Contains(text, "Refused by security policy") {
		t.Error(text)
	}
}
