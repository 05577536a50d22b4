package countersign_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/countersign/countersign-go"
)

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
