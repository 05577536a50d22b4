package countersign_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/countersign/countersign-go"
)

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
