package mcphttp

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"
)

// answer stands between the handler and the client, and sends nothing that has not been judged. It cannot be unwrapped or hijacked.
type answer struct {
	client   http.ResponseWriter
	exchange *exchange

	mutex  sync.Mutex
	header http.Header
	status int
	events *events
	body   []byte
	// isDone: whatever comes now is dropped.
	isDone bool
}

func newAnswer(client http.ResponseWriter, x *exchange) *answer {
	return &answer{client: client, exchange: x, header: client.Header().Clone()}
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.begin(status)
}

func (a *answer) begin(status int) {
	if a.status != 0 || a.isDone || status < 200 {
		return
	}
	a.status = status
	if isElsewhere(status) {
		a.isDone = true
		a.give(badAnswer())
		return
	}
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.header.Get("Content-Type"))), "text/event-stream") {
		return
	}
	if packed := a.header.Get("Content-Encoding"); packed != "" && packed != "identity" {
		a.isDone = true
		a.give(badAnswer())
		return
	}
	a.events = &events{}
	a.commit()
	a.client.WriteHeader(status)
}

// isElsewhere: another place, and what is said there would come back unjudged.
func isElsewhere(status int) bool { return status >= 300 && status <= 399 }

// commit the handler's headers, but for those of a body that is another one now.
func (a *answer) commit() {
	header := a.client.Header()
	clear(header)
	maps.Copy(header, a.header)
	for _, name := range []string{"Content-Length", "Transfer-Encoding", "Content-Encoding", "Trailer"} {
		header.Del(name)
	}
	for name := range header {
		if strings.HasPrefix(name, http.TrailerPrefix) {
			header.Del(name)
		}
	}
}

func (a *answer) give(instead *refusal) {
	a.commit()
	if len(instead.body) > 0 {
		a.client.Header().Del("Content-Type")
	}
	instead.send(a.client)
}

// Write takes everything: what is withheld is no fault of the handler's.
func (a *answer) Write(chunk []byte) (int, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.begin(http.StatusOK)
	switch {
	case a.isDone:
	case a.events != nil:
		return a.stream(chunk)
	case len(a.body)+len(chunk) > AnswerBytesMax:
		a.isDone, a.body = true, nil
		a.give(badAnswer())
	default:
		a.body = append(a.body, chunk...)
	}
	return len(chunk), nil
}

func (a *answer) stream(chunk []byte) (int, error) {
	for lines, err := range a.events.feed(chunk) {
		if err != nil {
			a.isDone = true
			return 0, err
		}
		event := eventOf(lines)
		if event == nil {
			continue
		}
		if event.message != nil {
			if event.message = a.exchange.judgedAnswer(event.message); event.message == nil {
				continue
			}
		}
		if _, err := a.client.Write(event.text()); err != nil {
			return 0, err
		}
	}
	return len(chunk), nil
}

// Flush sends on what of a stream has been judged.
func (a *answer) Flush() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.events != nil && !a.isDone {
		_ = http.NewResponseController(a.client).Flush()
	}
}

// SetWriteDeadline is for [http.ResponseController].
func (a *answer) SetWriteDeadline(deadline time.Time) error {
	return http.NewResponseController(a.client).SetWriteDeadline(deadline)
}

// SetReadDeadline is for [http.ResponseController].
func (a *answer) SetReadDeadline(deadline time.Time) error {
	return http.NewResponseController(a.client).SetReadDeadline(deadline)
}

// finish judges what was collected, once the handler is through.
func (a *answer) finish() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.isDone || a.events != nil {
		return
	}
	a.begin(http.StatusOK)
	if a.isDone || a.events != nil {
		return
	}
	a.give(a.judged())
}

func (a *answer) judged() *refusal {
	if len(a.body) == 0 {
		return &refusal{status: a.status}
	}
	if ambiguity(a.body) != nil {
		if a.status >= 400 { // It tells enough; its page is no message.
			return &refusal{status: a.status}
		}
		return badAnswer()
	}
	if message := a.exchange.judgedAnswer(a.body); message != nil {
		return &refusal{status: a.status, body: message}
	}
	return &refusal{status: http.StatusBadGateway}
}

// close, whatever became of the handler: nothing is sent after it.
func (a *answer) close() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.isDone = true
}
