package countersign_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
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

type arguments struct {
	ID      string
	IfMatch string `json:"if_match"`
	Body    json.RawMessage
	Items   []countersign.ValidateItem
	Repeat  int
	Take    int
}

func decoded[T any](text json.RawMessage) (value T) {
	if err := json.Unmarshal(text, &value); err != nil {
		panic(fmt.Sprintf("%v in %s", err, text))
	}
	return value
}

// orNil has an untyped nil for an answer without a body.
func orNil[T any](value *T, err error) (any, error) {
	if value == nil {
		return nil, err
	}
	return value, err
}

func call(client *countersign.Client, operation string, raw json.RawMessage, out *seen, reports *int, keep countersign.CallOption) (any, error) {
	ctx := context.Background()
	if operation == "validate" {
		return orNil(client.Validate(ctx, decoded[countersign.ValidateRequest](raw), keep))
	}
	if operation == "enforce" {
		return enforced(client.Enforce(ctx, decoded[countersign.ValidateRequest](raw), keep), reports), nil
	}
	args := decoded[arguments](raw)
	switch operation {
	case "validate_batch":
		return orNil(client.ValidateBatch(ctx, args.Items, keep))
	case "stream":
		return streamed(client, args, out)
	case "list_keys":
		return collected(client.ListKeys(ctx, decoded[countersign.ListKeysParams](raw), keep), args.Take, out)
	case "list_audit":
		return collected(client.ListAudit(ctx, decoded[countersign.ListAuditParams](raw), keep), args.Take, out)
	case "create_key":
		return orNil(client.CreateKey(ctx, decoded[countersign.KeyWish](args.Body), keep))
	case "get_key":
		return orNil(client.GetKey(ctx, args.ID, keep))
	case "revoke_key":
		return nil, client.RevokeKey(ctx, args.ID, keep)
	case "get_usage":
		return orNil(client.GetUsage(ctx, keep))
	case "create_policy":
		return orNil(client.CreatePolicy(ctx, decoded[countersign.PolicyText](args.Body), keep))
	case "get_policy":
		return orNil(client.GetPolicy(ctx, args.ID, keep))
	case "replace_policy":
		return orNil(client.ReplacePolicy(ctx, args.ID, args.IfMatch, decoded[countersign.PolicyText](args.Body), keep))
	case "delete_policy":
		return nil, client.DeletePolicy(ctx, args.ID, args.IfMatch, keep)
	case "get_audit":
		return orNil(client.GetAudit(ctx, args.ID, keep))
	}
	return nil, fmt.Errorf("no such operation: %s", operation)
}

func enforced(judged *countersign.Enforcement, reports *int) any {
	var failure any
	if judged.Failure != nil {
		failure = told(judged.Failure)
	}
	return map[string]any{
		"action": judged.Action, "message": judged.Message, "reply": judged.Reply, "verdict": judged.Verdict,
		"failure": failure, "fail_open": judged.FailOpen, "reports": *reports,
	}
}

func streamed(client *countersign.Client, args arguments, out *seen) (any, error) {
	items := func(yield func(countersign.ValidateItem) bool) {
		for range max(1, args.Repeat) {
			for _, item := range args.Items {
				if !yield(item) {
					return
				}
			}
		}
	}
	value, err := collected(client.Stream(context.Background(), iter.Seq[countersign.ValidateItem](items)), 0, out)
	results := value["items"].([]any)
	if args.Repeat == 0 || err != nil {
		return map[string]any{"results": results}, err
	}
	return map[string]any{"count": len(results), "first": results[0], "last": results[len(results)-1]}, nil
}

func collected[T any](all iter.Seq2[T, error], take int, out *seen) (map[string]any, error) {
	out.partial = []any{}
	for item, err := range all {
		if err != nil {
			return map[string]any{"items": out.partial}, err
		}
		if out.partial = append(out.partial, plain(item)); len(out.partial) == take {
			break
		}
	}
	return map[string]any{"items": out.partial}, nil
}

func told(err error) any {
	if problem, is := errors.AsType[*countersign.ProblemError](err); is {
		value := map[string]any{"status": problem.Status, "code": problem.Code, "request_id": problem.RequestID, "errors": problem.Errors}
		if problem.RetryAfter != nil {
			value["retry_after_ms"] = problem.RetryAfter.Milliseconds()
		}
		return map[string]any{"problem": value}
	}
	return map[string]any{"error": countersign.KindOf(err)}
}

func misfits(expected outcome, last seen, operation string) []string {
	var faults []string
	kind := string(countersign.KindOf(last.err))
	switch {
	case expected.Value != nil && last.err != nil:
		return []string{fmt.Sprintf("failed: %v", last.err)}
	case expected.Value != nil:
		value := decoded[any](expected.Value)
		if operation == "enforce" {
			members, given := value.(map[string]any), last.value.(map[string]any)
			for _, exact := range []string{"message", "reply"} {
				if want, is := members[exact]; is && !reflect.DeepEqual(want, given[exact]) {
					faults = append(faults, fmt.Sprintf("%s is %v, not %v", exact, given[exact], want))
				}
				delete(members, exact)
			}
		}
		faults = append(faults, misfit(value, last.value, "")...)
	case last.err == nil:
		return []string{fmt.Sprintf("no error but %v", last.value)}
	case expected.Problem != nil:
		faults = misfit(map[string]any{"problem": decoded[any](expected.Problem)}, plain(told(last.err)), "")
	default:
		wanted := decoded[any](expected.Error)
		list, is := wanted.([]any)
		if !is {
			list = []any{wanted}
		}
		if !slices.Contains(list, any(kind)) {
			faults = append(faults, fmt.Sprintf("the error is %s (%v), not %v", kind, last.err, list))
		}
	}
	if expected.Partial != nil {
		faults = append(faults, misfit(decoded[any](expected.Partial), any(last.partial), "partial")...)
	}
	if took := int(last.took.Milliseconds()); expected.WithinMs != nil && (took < expected.WithinMs[0] || took > expected.WithinMs[1]) {
		faults = append(faults, fmt.Sprintf("took %d ms", took))
	}
	return faults
}

// misfit is empty where all that is expected is there.
func misfit(expected, given any, at string) []string {
	wrong := []string{fmt.Sprintf("%s is %v, not %v", at, given, expected)}
	switch expected := expected.(type) {
	case map[string]any:
		members, is := given.(map[string]any)
		if !is {
			return wrong
		}
		var faults []string
		for _, name := range slices.Sorted(maps.Keys(expected)) {
			faults = append(faults, misfit(expected[name], members[name], at+"/"+name)...)
		}
		return faults
	case []any:
		items, is := given.([]any)
		if !is || len(items) != len(expected) {
			return wrong
		}
		var faults []string
		for i := range expected {
			faults = append(faults, misfit(expected[i], items[i], fmt.Sprintf("%s/%d", at, i))...)
		}
		return faults
	}
	if !reflect.DeepEqual(expected, given) {
		return wrong
	}
	return nil
}
