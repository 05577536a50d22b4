package countersign_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/countersign/countersign-go"
)

const ownKey = "cs_test_ofthistest"

var ping = countersign.ValidateRequest{Request: []byte(`{"jsonrpc":"2.0","id":1,"method":"ping"}`)}

func TestSettingsThatCannotBe(t *testing.T) {
	for name, option := range map[string]countersign.Option{
		"no key":            countersign.WithKey(""),
		"a key of lines":    countersign.WithKey("cs_test_a\r\nX: y"),
		"no URL":            countersign.WithURL("localhost:8080"),
		"credentials":       countersign.WithURL("http://user:secret@localhost"),
		"no time":           countersign.WithTimeout(0),
		"no time to wait":   countersign.WithIdleTimeout(0),
		"too many retries":  countersign.WithMaxRetries(11),
		"no bytes":          countersign.WithResponseBytesMax(0),
		"nobody to be told": countersign.WithOnFailure(nil),
	} {
		_, err := countersign.New(countersign.WithKey(ownKey), option)
		if countersign.KindOf(err) != countersign.KindConfiguration || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheKeyIsNotPrinted(t *testing.T) {
	client, err := countersign.New(countersign.WithKey(ownKey))
	must(t, err)
	if text := fmt.Sprintf("%v %+v %#v", client, client, client) + fmt.Sprintf("%+v %#v", *client, *client); strings.Contains(text, ownKey) {
		t.Error(text)
	}
}

type counted struct{ requests int }

func (c *counted) RoundTrip(request *http.Request) (*http.Response, error) {
	c.requests++
	return http.DefaultTransport.RoundTrip(request)
}

// What cannot be sent is the caller's fault, and neither a reason to try again nor one to let a message pass.
func TestCallsThatCannotBeSent(t *testing.T) {
	transport := &counted{}
	client, err := countersign.New(countersign.WithKey(ownKey), countersign.WithURL("http://127.0.0.1:2"), countersign.WithTransport(transport),
		countersign.WithFailOpen(), countersign.WithOnFailure(func(*countersign.Enforcement) {}))
	must(t, err)
	for name, option := range map[string]countersign.CallOption{
		"a key of lines": countersign.WithIdempotencyKey("a\r\nX: y"),
		"a tag of lines": countersign.WithIfMatch("a\nb"),
		"no time":        countersign.WithCallTimeout(0),
	} {
		judged := client.Enforce(t.Context(), ping, option)
		if judged.Action != countersign.Reply || judged.FailOpen || countersign.KindOf(judged.Failure) != countersign.KindRequestInvalid {
			t.Errorf("%s: %+v", name, judged)
		}
	}
	for name, message := range map[string]string{"no JSON": `{"id":1`, "nothing": ""} {
		judged := client.Enforce(t.Context(), countersign.ValidateRequest{Request: []byte(message)})
		if judged.Action != countersign.Drop || judged.FailOpen || countersign.KindOf(judged.Failure) != countersign.KindRequestInvalid {
			t.Errorf("%s: %+v", name, judged)
		}
	}
	if _, err := client.GetKey(t.Context(), ".."); countersign.KindOf(err) != countersign.KindRequestInvalid {
		t.Error(err)
	}
	if transport.requests != 0 {
		t.Errorf("%d requests", transport.requests)
	}
}

func TestTheEndOfTheCallersContextDoesNotOpen(t *testing.T) {
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(silent.CloseClientConnections)
	told := 0
	client, err := countersign.New(countersign.WithKey(ownKey), countersign.WithURL(silent.URL), countersign.WithFailOpen(),
		countersign.WithOnFailure(func(*countersign.Enforcement) { told++; panic("of the caller's own") }))
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	judged := client.Enforce(ctx, ping)
	if judged.Action != countersign.Reply || judged.FailOpen || countersign.KindOf(judged.Failure) != countersign.KindCanceled || told != 1 {
		t.Errorf("%+v, told %d times", judged, told)
	}
	if slow := client.Enforce(t.Context(), ping, countersign.WithCallTimeout(50*time.Millisecond)); slow.Action != countersign.Forward || !slow.FailOpen {
		t.Errorf("a slow service: %+v", slow)
	}
}

// Only id and decision are insisted on: whatever else a newer service says otherwise is no outage.
func TestMembersOfOtherTypes(t *testing.T) {
	body := `{"id":"vrd_1","decision":"allow","reasons":{"code":1},"findings":"none","modifications":[],"obligations":[7],"policy":[],` +
		`"latency_ms":"3","status":"200","would_be":1,"Decision":"deny","explanation":null,"reply":3}`
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(service.Close)
	client, err := countersign.New(countersign.WithKey(ownKey), countersign.WithURL(service.URL))
	must(t, err)
	if judged := client.Enforce(t.Context(), ping); judged.Action != countersign.Forward || judged.Verdict.ID != "vrd_1" {
		t.Errorf("%+v", judged)
	}
}

// Programs put a transport of their own in the place of net/http's, such as one that traces.
func TestAnotherDefaultTransport(t *testing.T) {
	usual := http.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport = usual })
	http.DefaultTransport = http.NewFileTransport(http.Dir(t.TempDir()))
	client, err := countersign.New(countersign.WithKey(ownKey), countersign.WithMaxRetries(0))
	must(t, err)
	if _, err := client.GetUsage(t.Context()); countersign.KindOf(err) != countersign.KindProblem {
		t.Error(err)
	}
}

// Nobody knows what a second sign-up would do.
func TestSignUpIsNotTriedAgain(t *testing.T) {
	var requests atomic.Int64
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		requests.Add(1)
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(cut.Close)
	client, err := countersign.New(countersign.WithoutKey(), countersign.WithURL(cut.URL))
	must(t, err)
	_, err = client.SignUp(t.Context(), countersign.SignUp{Email: "a@example.com"})
	if countersign.KindOf(err) != countersign.KindConnection || requests.Load() != 1 {
		t.Errorf("%d requests, %v", requests.Load(), err)
	}
	if _, err = client.GetUsage(t.Context()); countersign.KindOf(err) != countersign.KindConnection || requests.Load() < 4 {
		t.Errorf("%d requests, %v", requests.Load(), err)
	}
}

func TestMoreResultsThanItems(t *testing.T) {
	generous := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/x-ndjson")
		for item := range 2 {
			fmt.Fprintf(w, `{"item_id":"%d","id":"vrd_%d","decision":"allow"}`+"\n", item, item)
		}
	}))
	t.Cleanup(generous.Close)
	client, err := countersign.New(countersign.WithKey(ownKey), countersign.WithURL(generous.URL), countersign.WithIdleTimeout(5*time.Second))
	must(t, err)
	count := 0
	for _, failure := range client.Stream(t.Context(), slices.Values([]countersign.ValidateItem{{Request: ping.Request}})) {
		if err = failure; err == nil {
			count++
		}
	}
	if count != 1 || countersign.KindOf(err) != countersign.KindResponseInvalid || !strings.Contains(err.Error(), "after 1 results of 1 items") {
		t.Errorf("%d results, then %v", count, err)
	}
}
