package countersign_test

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/countersign/countersign-go"
)

// calls are as many items as are wanted; taken is how many of them were.
func calls(count int, taken *atomic.Int64) iter.Seq[countersign.ValidateItem] {
	text := strings.Repeat("x", 200)
	return func(yield func(countersign.ValidateItem) bool) {
		for id := range count {
			taken.Add(1)
			request := fmt.Appendf(nil, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"note","arguments":{"text":%q}}}`, id, text)
			if !yield(countersign.ValidateItem{Request: request}) {
				return
			}
		}
	}
}

func live(t *testing.T, options ...countersign.Option) *countersign.Client {
	t.Helper()
	client, err := countersign.New(options...)
	if err != nil {
		t.Skip("COUNTERSIGN_API_KEY is not set: see clients/conformance/README.md")
	}
	return client
}

// The results that came are whole and in order, then an error says how many they were; nothing hangs, and nothing passes afterwards.
func TestServiceKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	process, options := service(t)
	client := live(t, append(options, countersign.WithIdleTimeout(20*time.Second))...)
	var taken atomic.Int64
	var failure error
	count := 0
	for result, err := range client.Stream(t.Context(), calls(1_000_000, &taken)) {
		if failure = err; err != nil {
			break
		}
		if result.ItemID != strconv.Itoa(count) || result.Verdict == nil || result.Verdict.Decision != countersign.DecisionAllow {
			t.Fatalf("result %d is %+v", count, result)
		}
		if count++; count == 700 {
			must(t, process.Kill())
		}
	}
	if countersign.KindOf(failure) != countersign.KindConnection || !strings.Contains(failure.Error(), fmt.Sprintf("after %d results of ", count)) || count < 700 {
		t.Errorf("%d results, then %v", count, failure)
	}
	t.Logf("%d results, then %v", count, failure)
	judged := client.Enforce(t.Context(), countersign.ValidateRequest{Request: []byte(`{"jsonrpc":"2.0","id":1,"method":"ping"}`)})
	if judged.Action != countersign.Reply || countersign.KindOf(judged.Failure) != countersign.KindConnection || judged.FailOpen {
		t.Errorf("after its end: %+v", judged)
	}
}

func TestItemsAreTakenAsResultsAreRead(t *testing.T) {
	t.Parallel()
	client := live(t)
	var taken atomic.Int64
	read := int64(0)
	for _, err := range client.Stream(t.Context(), calls(1_000_000, &taken)) {
		must(t, err)
		read++
		// Under way without a result, and the one that waits to be.
		if ahead := taken.Load() - read; ahead > 1_001 {
			t.Fatalf("%d items ahead of the results", ahead)
		}
		if read == 1_100 {
			break
		}
	}
}

func TestStreamEndsWithItsGoroutines(t *testing.T) {
	client := live(t)
	var taken atomic.Int64
	before := runtime.NumGoroutine()
	for range 20 {
		for _, err := range client.Stream(t.Context(), calls(1_000_000, &taken)) {
			must(t, err)
			break
		}
	}
	for patience := 500; runtime.NumGoroutine() > before+5; patience-- {
		if patience == 0 {
			t.Fatalf("%d goroutines, where %d were", runtime.NumGoroutine(), before)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestStreamOfTheCallersTime(t *testing.T) {
	t.Parallel()
	client := live(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var taken atomic.Int64
	var failure error
	count := 0
	for _, err := range client.Stream(ctx, calls(1_000_000, &taken)) {
		if failure = err; err != nil {
			break
		}
		if count++; count == 10 {
			cancel()
		}
	}
	if countersign.KindOf(failure) != countersign.KindCanceled || !strings.Contains(failure.Error(), fmt.Sprintf("after %d results", count)) {
		t.Errorf("%d results, then %v", count, failure)
	}
}
