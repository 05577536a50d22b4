package countersign

import "encoding/json"

// ItemResult is what became of one item of a batch or a stream: either a verdict, or an error that is this item's alone.
type ItemResult struct {
	// ItemID is the item's id, else its index.
	ItemID  string
	Verdict *Verdict
	Error   *Problem
}

// MarshalJSON gives it the shape that the service has for it.
func (r ItemResult) MarshalJSON() ([]byte, error) {
	if r.Error != nil {
		return json.Marshal(map[string]any{"item_id": r.ItemID, "error": r.Error})
	}
	return json.Marshal(struct {
		ItemID string `json:"item_id"`
		*Verdict
	}{r.ItemID, r.Verdict})
}

// BatchResult is the answer to a batch, in the order of its items.
type BatchResult struct {
	Results []ItemResult `json:"results"`
	Summary BatchSummary `json:"summary"`
}

// judgement is a verdict beside what enforcing it needs as it was written.
type judgement struct {
	verdict       *Verdict
	modifications json.RawMessage
	reply         json.RawMessage
}

// judgementOf insists on two members alone: the rest may come and go with the version of the service.
func judgementOf(text []byte) (*judgement, error) {
	members := membersOf(text)
	id, hasID := textOf(members["id"])
	decision, hasDecision := textOf(members["decision"])
	if !hasID || !hasDecision {
		return nil, invalid("the answer is not a verdict", nil)
	}
	verdict, err := decode[Verdict](text)
	if err != nil {
		return nil, err
	}
	verdict.ID, verdict.Decision = id, Decision(decision)
	return &judgement{verdict: verdict, modifications: members["modifications"], reply: members["reply"]}, nil
}

func itemResultOf(text []byte) (*ItemResult, error) {
	members := membersOf(text)
	id, is := textOf(members["item_id"])
	if !is {
		return nil, invalid("the answer is not the result of an item", nil)
	}
	if isObject(members["error"]) {
		problem, err := decode[Problem](members["error"])
		return &ItemResult{ItemID: id, Error: problem}, err
	}
	judged, err := judgementOf(text)
	if err != nil {
		return nil, err
	}
	return &ItemResult{ItemID: id, Verdict: judged.verdict}, nil
}

func batchOf(text []byte, items int) (*BatchResult, error) {
	members := membersOf(text)
	var parts []json.RawMessage
	if !isList(members["results"]) || json.Unmarshal(members["results"], &parts) != nil {
		return nil, invalid("the answer is not that of a batch", nil)
	}
	if len(parts) != items {
		return nil, invalid("there are not as many results as items", nil)
	}
	result := &BatchResult{Results: make([]ItemResult, 0, items)}
	for _, part := range parts {
		one, err := itemResultOf(part)
		if err != nil {
			return nil, err
		}
		result.Results = append(result.Results, *one)
	}
	if summary, err := decode[BatchSummary](members["summary"]); err == nil {
		result.Summary = *summary
	}
	return result, nil
}
