package countersign

import (
	"context"
	"log/slog"
	"net/http"
)

// Client of the service. It may be used by many goroutines at once.
type Client struct {
	// setup is behind a pointer: whoever prints a client does not print the key.
	setup *setup
	http  *http.Client
}

// New makes a client. The error is of [KindConfiguration].
func New(options ...Option) (*Client, error) {
	settings, err := readSettings(options)
	if err != nil {
		return nil, err
	}
	// The key is for one host.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{setup: settings, http: &http.Client{Transport: settings.transport, CheckRedirect: stay}}, nil
}

// Validate judges one message. A denial is a value. Without a verdict there is an error, whether or not the client fails open.
func (c *Client) Validate(ctx context.Context, call ValidateRequest, options ...CallOption) (*Verdict, error) {
	judged, err := c.judge(ctx, call, options)
	if err != nil {
		return nil, err
	}
	return judged.verdict, nil
}

// Enforce judges one message and says what to do with it: pass on what is allowed, without what has to be cut out, or send the reply that
// is ready, or nothing. Without a verdict it refuses, unless [WithFailOpen] was asked for and the service is down or slow; [WithOnFailure]
// is told. The end of ctx refuses, too. Headers, tool, server and context of the call make the verdict a better one.
func (c *Client) Enforce(ctx context.Context, call ValidateRequest, options ...CallOption) *Enforcement {
	judged, err := c.judge(ctx, call, options)
	var enforcement *Enforcement
	if err == nil {
		enforcement = follow(call, judged)
	} else {
		enforcement = fail(call, err, c.setup.failOpen)
	}
	if enforcement.Failure != nil {
		c.report(enforcement)
	}
	return enforcement
}

func (c *Client) report(enforcement *Enforcement) {
	defer func() {
		if fault := recover(); fault != nil {
			slog.Error("countersign: WithOnFailure has panicked", "panic", fault)
		}
	}()
	c.setup.onFailure(enforcement)
}

// ValidateBatch judges 1 to 100 items in one call; results are in their order, and one bad item fails alone.
func (c *Client) ValidateBatch(ctx context.Context, items []ValidateItem, options ...CallOption) (*BatchResult, error) {
	if items == nil {
		items = []ValidateItem{}
	}
	var result *BatchResult
	asked := request{method: "POST", path: at("/validate/batch"), body: BatchRequest{Items: items}}
	err := c.call(ctx, asked, options, c.setup.otherTimeout, func(body []byte) (err error) {
		result, err = batchOf(body, len(items))
		return err
	})
	return result, err
}

func (c *Client) judge(ctx context.Context, call ValidateRequest, options []CallOption) (*judgement, error) {
	var judged *judgement
	asked := request{method: "POST", path: at("/validate"), body: call}
	err := c.call(ctx, asked, options, c.setup.verdictTimeout, func(body []byte) (err error) {
		judged, err = judgementOf(body)
		return err
	})
	return judged, err
}
