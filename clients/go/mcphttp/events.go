package mcphttp

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"regexp"
)

var (
	errEventTooLarge = errors.New("mcphttp: an event of the server is too large to be judged")
	// Of the transport of 2024-11-05, which tells where to post to; on the same site: another would be asked unjudged.
	endpoint = regexp.MustCompile(`^/(?:[!-.0-\[\]-~][!-~]{0,1000})?$`)
	// With values in which nothing can be told.
	field = regexp.MustCompile(`^(?:id(?:: ?[!-~]{0,1000})?|event: ?[\w./-]{0,64}|retry: ?\d{1,10})$`)
)

// events out of the pieces of a stream (HTML, 9.2.6). Holds one at most.
type events struct {
	line  []byte
	lines [][]byte
	held  int
	// afterCR: a line feed would belong to the end of the line before.
	afterCR bool
}

// feed gives whole events, each as its lines.
func (e *events) feed(chunk []byte) iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		for len(chunk) > 0 {
			if e.afterCR && chunk[0] == '\n' {
				chunk = chunk[1:]
			}
			e.afterCR = false
			end := bytes.IndexAny(chunk, "\r\n")
			part := chunk
			if end >= 0 {
				part = chunk[:end]
			}
			e.line = append(e.line, part...)
			if e.held += len(part) + 1; e.held > AnswerBytesMax {
				yield(nil, errEventTooLarge)
				return
			}
			if end < 0 {
				return
			}
			e.afterCR = chunk[end] == '\r'
			chunk = chunk[end+1:]
			if lines := e.endLine(); lines != nil && !yield(lines, nil) {
				return
			}
		}
	}
}

// endLine gives an event where the line was the empty one that ends it.
func (e *events) endLine() [][]byte {
	line := e.line
	e.line = nil
	if len(line) > 0 {
		e.lines = append(e.lines, line)
		return nil
	}
	lines := e.lines
	e.lines, e.held = nil, 0
	return lines
}

// event whose data is a message, or has none.
type event struct {
	// fields are id, event and retry, as they came, where they are what they are called; and data that is no message.
	fields  [][]byte
	message json.RawMessage
}

func (e *event) text() []byte {
	lines := e.fields
	if e.message != nil {
		var line bytes.Buffer
		line.WriteString("data: ")
		if json.Compact(&line, e.message) != nil {
			return nil
		}
		lines = append(lines, line.Bytes())
	}
	return append(bytes.Join(lines, []byte("\n")), "\n\n"...)
}

// eventOf is nil for what is not to be passed on: comments, and data that is no message.
func eventOf(lines [][]byte) *event {
	var out event
	var data [][]byte
	isEndpoint := false
	for _, line := range lines {
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(name) {
		case "data":
			data = append(data, value)
		case "id", "event", "retry":
			isEndpoint = isEndpoint || string(name) == "event" && string(value) == "endpoint"
			if field.Match(line) {
				out.fields = append(out.fields, line)
			}
		}
	}
	text := bytes.Join(data, []byte("\n"))
	switch {
	case len(text) == 0 && len(out.fields) == 0:
		return nil
	case len(text) == 0:
		out.fields = append(out.fields, []byte("data:"))
	case isEndpoint:
		if !endpoint.Match(text) {
			return nil
		}
		out.fields = append(out.fields, append([]byte("data: "), text...))
	case ambiguity(text) != nil:
		return nil
	default:
		out.message = text
	}
	return &out
}
