package countersign_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign-go"
)

const (
	folder = "../conformance"
	caseOf = "cs_test_conformance"
)

type played struct {
	Name   string
	Client given
	Call   struct {
		Operation string
		Arguments json.RawMessage
	}
	Outcome  outcome
	Attempts int
	Save     map[string]string
	UntilMs  int `json:"until_ms"`
}
type given struct {
	Key              *string
	URL              *string
	URLSuffix        string `json:"url_suffix"`
	TimeoutMs        *int   `json:"timeout_ms"`
	IdleTimeoutMs    *int   `json:"idle_timeout_ms"`
	MaxRetries       *int   `json:"max_retries"`
	ResponseBytesMax *int64 `json:"response_bytes_max"`
	FailMode         string `json:"fail_mode"`
}
type outcome struct {
	Value    json.RawMessage
	Problem  json.RawMessage
	Error    json.RawMessage
	Partial  json.RawMessage
	WithinMs []int `json:"within_ms"`
}

func TestConformance(t *testing.T) {
	player := os.Getenv("CONFORMANCE_PLAYER")
	if player == "" {
		t.Skip("CONFORMANCE_PLAYER is not set: see clients/conformance/README.md")
	}
	files, err := filepath.Glob(folder + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s: %v", folder, err)
	}
	for _, file := range files {
		if filepath.Base(file) == "live.json" {
			continue
		}
		for _, one := range read(t, file) {
			t.Run(one.Name, func(t *testing.T) {
				t.Parallel()
				play(t, player, one)
			})
		}
	}
}

func TestLive(t *testing.T) {
	if os.Getenv("COUNTERSIGN_API_KEY") == "" {
		t.Skip("COUNTERSIGN_API_KEY is not set: see clients/conformance/README.md")
	}
	saved := map[string]string{"run": strings.ToLower(fmt.Sprintf("%08x", time.Now().UnixNano()&0xffffffff))}
	for _, raw := range readRaw(t, folder+"/live.json") {
		text := string(raw)
		for name, value := range saved {
			quoted, _ := json.Marshal(value)
			text = strings.ReplaceAll(text, "${"+name+"}", string(quoted[1:len(quoted)-1]))
		}
		var one played
		must(t, json.Unmarshal([]byte(text), &one))
		if !t.Run(one.Name, func(t *testing.T) { step(t, one, saved) }) {
			return
		}
	}
}

func readRaw(t *testing.T, file string) (raw []json.RawMessage) {
	text, err := os.ReadFile(file)
	must(t, err)
	must(t, json.Unmarshal(text, &raw))
	return raw
}

func read(t *testing.T, file string) []played {
	var cases []played
	for _, raw := range readRaw(t, file) {
		var one played
		must(t, json.Unmarshal(raw, &one))
		cases = append(cases, one)
	}
	return cases
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func play(t *testing.T, player string, one played) {
	name := one.Name + "@go-" + rand.Text()
	key := caseOf
	if one.Client.Key != nil {
		key = *one.Client.Key
	}
	url := player + "/cases/" + name + one.Client.URLSuffix
	if one.Client.URL != nil {
		url = *one.Client.URL
	}
	options := append([]countersign.Option{countersign.WithKey(key), countersign.WithURL(url)}, one.Client.options()...)
	seen := perform(one, options)
	check(t, one, seen, key)
	answer, err := http.Get(player + "/seen/" + name)
	must(t, err)
	defer answer.Body.Close()
	var told struct {
		Attempts int
		Faults   []string
	}
	must(t, json.NewDecoder(answer.Body).Decode(&told))
	if told.Attempts != one.Attempts {
		t.Errorf("%d attempts, not %d", told.Attempts, one.Attempts)
	}
	for _, fault := range told.Faults {
		t.Error(fault)
	}
}

func (g given) options() []countersign.Option {
	var options []countersign.Option
	if g.TimeoutMs != nil {
		options = append(options, countersign.WithTimeout(time.Duration(*g.TimeoutMs)*time.Millisecond))
	}
	if g.IdleTimeoutMs != nil {
		options = append(options, countersign.WithIdleTimeout(time.Duration(*g.IdleTimeoutMs)*time.Millisecond))
	}
	if g.MaxRetries != nil {
		options = append(options, countersign.WithMaxRetries(*g.MaxRetries))
	}
	if g.ResponseBytesMax != nil {
		options = append(options, countersign.WithResponseBytesMax(*g.ResponseBytesMax))
	}
	if g.FailMode == "open" {
		options = append(options, countersign.WithFailOpen())
	}
	return options
}

func step(t *testing.T, one played, saved map[string]string) {
	options := append([]countersign.Option{countersign.WithTimeout(30 * time.Second)}, one.Client.options()...)
	key := os.Getenv("COUNTERSIGN_API_KEY")
	if one.Client.Key != nil {
		key = *one.Client.Key
		options = append(options, countersign.WithKey(key))
	}
	giveUp := time.Now().Add(time.Duration(one.UntilMs) * time.Millisecond)
	var last seen
	for {
		last = perform(one, options)
		if len(misfits(one.Outcome, last, one.Call.Operation)) == 0 || time.Now().After(giveUp) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	check(t, one, last, key)
	members, _ := last.value.(map[string]any)
	for name, at := range one.Save {
		if at == "etag" {
			saved[name] = last.etag
		} else if text, is := members[at[1:]].(string); is {
			saved[name] = text
		} else {
			t.Errorf("%s is not there to be saved", at)
		}
	}
}

// seen is what came of a call, as JSON has it.
type seen struct {
	value   any
	err     error
	partial []any
	took    time.Duration
	etag    string
}

func check(t *testing.T, one played, last seen, key string) {
	t.Helper()
	for _, misfit := range misfits(one.Outcome, last, one.Call.Operation) {
		t.Error(misfit)
	}
	if last.err != nil && key != "" && strings.Contains(fmt.Sprintf("%v %+v %#v", last.err, last.err, last.err), key) {
		t.Error("the error shows the key")
	}
}

func perform(one played, options []countersign.Option) seen {
	reports := 0
	client, err := countersign.New(append(options, countersign.WithOnFailure(func(*countersign.Enforcement) { reports++ }))...)
	if err != nil {
		return seen{err: err}
	}
	var out seen
	var response countersign.Response
	started := time.Now()
	value, err := call(client, one.Call.Operation, one.Call.Arguments, &out, &reports, countersign.WithResponse(&response))
	out.took, out.err, out.value = time.Since(started), err, plain(value)
	if response.Header != nil {
		out.etag = response.ETag()
	}
	return out
}

func plain(value any) (out any) {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	_ = json.Unmarshal(text, &out)
	return out
}
