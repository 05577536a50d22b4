package countersign

import (
	"encoding/json"
	"strings"
)

type refusal struct {
	JSONRPC string           `json:"jsonrpc"`
	ID      json.RawMessage  `json:"id"`
	Result  *refusedResult   `json:"result,omitempty"`
	Error   *refusedProtocol `json:"error,omitempty"`
}
type refusedResult struct {
	ResultType string        `json:"resultType"`
	Content    []refusedText `json:"content"`
	IsError    bool          `json:"isError"`
}
type refusedText struct {
	Type string `json:"type"`
	Text string `json:"text"`
}
type refusedProtocol struct {
	Code    int         `json:"code"`
	Message string      `json:"message"`
	Data    refusedData `json:"data"`
}
type refusedData struct {
	Code    string `json:"code"`
	Verdict string `json:"verdict,omitempty"`
}

// replyTo is as the service writes it; nil where no answer is due.
func replyTo(call ValidateRequest, verdict *Verdict, failure error) json.RawMessage {
	data := refusedData{Code: "REFUSED"}
	if verdict != nil {
		data.Verdict = verdict.ID
		if len(verdict.Reasons) > 0 && verdict.Reasons[0].Code != "" {
			data.Code = string(verdict.Reasons[0].Code)
		}
	}
	if failure != nil {
		data.Code = "NO_VERDICT"
	}
	_, message := judgedOf(call)
	method, _ := textOf(membersOf(call.Request)["method"])
	var reply any
	if isList(message) {
		if answers := answersTo(message, method, data); len(answers) > 0 {
			reply = answers
		}
	} else if answer := answerTo(message, method, data); answer != nil {
		reply = answer
	}
	if reply == nil {
		return nil
	}
	text, err := encode(reply)
	if err != nil {
		return nil
	}
	return text
}

func answersTo(batch json.RawMessage, method string, data refusedData) []*refusal {
	var messages []json.RawMessage
	if json.Unmarshal(batch, &messages) != nil {
		return nil
	}
	var answers []*refusal
	for _, message := range messages {
		own := method
		if said, has := membersOf(message)["method"]; has {
			own, _ = textOf(said)
		}
		if answer := answerTo(message, own, data); answer != nil {
			answers = append(answers, answer)
		}
	}
	return answers
}

func answerTo(message json.RawMessage, method string, data refusedData) *refusal {
	id := membersOf(message)["id"]
	if len(id) == 0 || !strings.ContainsRune(`"-0123456789`, rune(id[0])) {
		return nil
	}
	text := "Refused by security policy: " + data.Code
	if data.Verdict != "" {
		text += " (" + data.Verdict + ")"
	}
	if method == "tools/call" {
		result := &refusedResult{ResultType: "complete", Content: []refusedText{{Type: "text", Text: text}}, IsError: true}
		return &refusal{JSONRPC: "2.0", ID: id, Result: result}
	}
	return &refusal{JSONRPC: "2.0", ID: id, Error: &refusedProtocol{Code: refusedCode, Message: text, Data: data}}
}
