package mcphttp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	parseError     = -32700
	invalidRequest = -32600
	internalError  = -32603
)

// refusal is what is answered instead: JSON, or nothing.
type refusal struct {
	status int
	body   json.RawMessage
}

func (r *refusal) send(w http.ResponseWriter) {
	if len(r.body) == 0 {
		w.WriteHeader(r.status)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(r.body)))
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
}

func unreadable(status, code int, why string) *refusal {
	text, _ := json.Marshal(map[string]any{
		"jsonrpc": "2.0", "id": nil, "error": map[string]any{"code": code, "message": "Refused by security policy: " + why},
	})
	return &refusal{status: status, body: text}
}

func badAnswer() *refusal {
	return unreadable(http.StatusBadGateway, internalError, "the server's answer cannot be judged")
}

// ambiguity of a body, in which somebody else could read another message; nil where there is none. The declared type of the content is
// not asked: whatever is behind may not ask either.
func ambiguity(body []byte) *refusal {
	if !utf8.Valid(body) || !json.Valid(body) || hasTwoMeanings(body) {
		return unreadable(http.StatusBadRequest, parseError, "the body is no JSON that has one meaning")
	}
	if first := bytes.TrimLeft(body, " \t\r\n"); first[0] != '{' && first[0] != '[' {
		return unreadable(http.StatusBadRequest, invalidRequest, "the body is no JSON-RPC message")
	}
	return nil
}

// Members of the protocol, of a message and of its params: encoding/json and others take them in any letter case.
var protocolMembers = []string{"jsonrpc", "id", "method", "params", "result", "error", "name", "arguments", "uri", "ref", "argument", "_meta"}

// container is an object or a list that is open while JSON is read.
type container struct {
	names map[string]bool
	// isName: the next token is the name of a member.
	isName bool
	// isProtocol: the object is a message, or its params.
	isProtocol bool
	name       string
}

// hasTwoMeanings: a member twice, a member of the protocol in another letter case, a number that no float64 holds. The JSON is valid.
func hasTwoMeanings(text []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var open []*container
	for {
		token, err := decoder.Token()
		if err != nil {
			return !errors.Is(err, io.EOF)
		}
		var top *container
		if len(open) > 0 {
			top = open[len(open)-1]
		}
		switch token := token.(type) {
		case json.Delim:
			if token == '}' || token == ']' {
				open = open[:len(open)-1]
				continue
			}
			open = append(open, opened(token == '{', top, len(open)))
		case json.Number:
			if _, err := token.Float64(); err != nil {
				return true
			}
		case string:
			if top != nil && top.isName {
				if top.names[token] || top.isProtocol && isOtherCase(token) {
					return true
				}
				top.names[token], top.name, top.isName = true, token, false
				continue
			}
		}
		if top != nil && top.names != nil {
			top.isName = true
		}
	}
}

func opened(isObject bool, within *container, depth int) *container {
	next := &container{}
	if isObject {
		next.names, next.isName = map[string]bool{}, true
	}
	switch {
	case within == nil:
		next.isProtocol = true
	case depth == 1:
		next.isProtocol = within.names == nil || within.name == "params"
	case depth == 2:
		// Of a message within a batch.
		next.isProtocol = within.isProtocol && within.name == "params"
	}
	return next
}

func isOtherCase(name string) bool {
	return slices.ContainsFunc(protocolMembers, func(known string) bool { return name != known && strings.EqualFold(name, known) })
}

// membersOf reads names exactly; nil for what is no object.
func membersOf(text []byte) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return nil
	}
	return members
}

func listOf(text []byte) (items []json.RawMessage, is bool) {
	if !bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("[")) {
		return nil, false
	}
	return items, json.Unmarshal(text, &items) == nil
}

func textOf(value json.RawMessage) string {
	var text string
	_ = json.Unmarshal(value, &text)
	return text
}

func isAnswer(message []byte) bool {
	members := membersOf(message)
	return members["method"] == nil && (members["result"] != nil || members["error"] != nil)
}

// requestFor is the request that a message of the server answers; nil for what the server says by itself.
func requestFor(answer, request json.RawMessage) json.RawMessage {
	id := idOf(answer)
	// The SDKs take an answer to "1" for one to 1: judged beside that request it is refused, alone it might pass.
	var number any
	if text, is := id.(string); is {
		if read, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil {
			number = read
		}
	}
	requests, is := listOf(request)
	if !is {
		requests = []json.RawMessage{request}
	}
	for _, one := range requests {
		if own := idOf(one); own != nil && (own == id || own == number) {
			return one
		}
	}
	return nil
}

// idOf is a text or a number; nil for anything else.
func idOf(message json.RawMessage) (id any) {
	_ = json.Unmarshal(membersOf(message)["id"], &id)
	switch id.(type) {
	case string, float64:
		return id
	}
	return nil
}
