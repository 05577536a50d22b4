package countersign

import (
	"encoding/json"
	"errors"
)

// Action says what an enforcement point does with a message.
type Action string

const (
	// Forward: pass Message on, in the place of the one that was judged.
	Forward Action = "forward"
	// Reply: send Reply to who waits for an answer; pass nothing on.
	Reply Action = "reply"
	// Drop: pass nothing on; nobody waits for an answer.
	Drop Action = "drop"
)

// Enforcement is what to do with a message, by its verdict or for want of one.
type Enforcement struct {
	Action Action
	// Message is what to forward: the one that was judged (the response where there is one), without what has to be cut out.
	Message json.RawMessage
	// Reply is a ready JSON-RPC message with the original id; to a batch, a list of them.
	Reply json.RawMessage
	// Verdict is nil when there was none.
	Verdict *Verdict
	// Failure is why there was no verdict that could be followed; nil when there was one.
	Failure error
	// FailOpen: the message is let pass without a verdict.
	FailOpen bool
}

// refusedCode lies outside of the codes that JSON-RPC and MCP keep for themselves; the service has the same.
const refusedCode = -32003

func follow(call ValidateRequest, judged *judgement) *Enforcement {
	if judged.verdict.Decision != DecisionAllow {
		return refuse(call, judged, nil)
	}
	message, err := edited(call, judged.modifications)
	if err != nil {
		return refuse(call, judged, &Error{Kind: KindModificationsInvalid, Message: "the modifications of the verdict cannot be made", cause: err})
	}
	return &Enforcement{Action: Forward, Message: message, Verdict: judged.verdict}
}

// fail is for want of a verdict.
func fail(call ValidateRequest, failure error, open bool) *Enforcement {
	_, message := judgedOf(call)
	if open && len(message) > 0 && mayOpen(failure) {
		return &Enforcement{Action: Forward, Message: message, Failure: failure, FailOpen: true}
	}
	return refuse(call, nil, failure)
}

// mayOpen only where the service is down or slow: who wrote the message could bring the rest about, or somebody has set it up wrongly.
func mayOpen(failure error) bool {
	if problem, is := errors.AsType[*ProblemError](failure); is {
		return problem.Status >= 500
	}
	kind := KindOf(failure)
	return kind == KindTimeout || kind == KindConnection
}

func judgedOf(call ValidateRequest) (root string, message json.RawMessage) {
	if len(call.Response) > 0 {
		return "response", call.Response
	}
	return "request", call.Request
}

func edited(call ValidateRequest, modifications json.RawMessage) (json.RawMessage, error) {
	root, message := judgedOf(call)
	if len(message) == 0 {
		return nil, errors.New("there is no message")
	}
	if len(modifications) == 0 || string(modifications) == "null" {
		return message, nil
	}
	var operations []json.RawMessage
	if err := json.Unmarshal(modifications, &operations); err != nil {
		return nil, err
	}
	if len(operations) == 0 {
		return message, nil
	}
	after, err := patched(root, message, operations)
	if err != nil {
		return nil, err
	}
	if !isObject(after) && (!isList(message) || !isList(after)) {
		return nil, errors.New("it is no message any more")
	}
	return after, nil
}

func refuse(call ValidateRequest, judged *judgement, failure error) *Enforcement {
	out := &Enforcement{Action: Drop, Failure: failure}
	if judged != nil {
		out.Verdict = judged.verdict
		if failure == nil && (isObject(judged.reply) || isList(judged.reply)) {
			out.Reply = judged.reply
		}
	}
	if out.Reply == nil {
		out.Reply = replyTo(call, out.Verdict, failure)
	}
	if out.Reply != nil {
		out.Action = Reply
	}
	return out
}
