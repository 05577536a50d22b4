package countersign

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"
)

const (
	pauseBase = 100 * time.Millisecond
	pauseMax  = 2 * time.Second
)

// call is a logical one: attempts and pauses, within one time. read is given the body of a success.
func (c *Client) call(ctx context.Context, asked request, given []CallOption, timeout time.Duration, read func([]byte) error) error {
	options, err := optionsOf(given)
	if err != nil {
		return err
	}
	out, err := c.compose(asked, options)
	if err != nil {
		return err
	}
	if options.timeout != nil {
		timeout = *options.timeout
	}
	within, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for done := 0; ; done++ {
		err := c.attempt(within, out, asked.mayBeEmpty, options.response, read)
		if err == nil {
			return nil
		}
		err = errorOf(ctx, within, err, timeout)
		if done >= c.setup.maxRetries || !isTransient(err, !asked.unrepeatable) {
			return err
		}
		pause := pauseOf(err, done)
		if deadline, _ := within.Deadline(); time.Now().Add(pause).After(deadline) {
			return err
		}
		if waitErr := wait(within, pause); waitErr != nil {
			return errorOf(ctx, within, waitErr, timeout)
		}
	}
}

func (c *Client) attempt(ctx context.Context, out *sent, mayBeEmpty bool, keep *Response, read func([]byte) error) error {
	response, err := c.exchange(ctx, out)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := c.objectOf(response, mayBeEmpty)
	if err != nil {
		return err
	}
	if err := read(body); err != nil {
		return err
	}
	if keep != nil {
		*keep = Response{Status: response.StatusCode, Header: response.Header, Body: body}
	}
	return nil
}

// errorOf says whose fault it is: what sending and reading give is the network's, unless somebody has stopped it.
func errorOf(caller, within context.Context, err error, timeout time.Duration) error {
	if KindOf(err) != "" {
		return err
	}
	if caller.Err() != nil {
		return &Error{Kind: KindCanceled, Message: "the call was stopped: " + context.Cause(caller).Error(), cause: caller.Err()}
	}
	if within.Err() != nil {
		return &Error{Kind: KindTimeout, Message: fmt.Sprintf("there was no answer within %v", timeout), cause: within.Err()}
	}
	if deep, is := errors.AsType[*url.Error](err); is {
		err = deep.Err
	}
	return &Error{Kind: KindConnection, Message: "the connection failed: " + err.Error(), cause: err}
}

func isTransient(err error, repeatable bool) bool {
	if problem, is := errors.AsType[*ProblemError](err); is {
		return problem.Status == http.StatusRequestTimeout || problem.Status == http.StatusTooManyRequests || problem.Status >= 500 ||
			problem.Code == ProblemCodeIdempotencyInProgress
	}
	return repeatable && KindOf(err) == KindConnection
}

// pauseOf has full jitter: clients that failed together are not to come back together.
func pauseOf(err error, done int) time.Duration {
	pause := time.Duration(rand.Float64() * float64(min(pauseMax, pauseBase<<done)))
	if problem, is := errors.AsType[*ProblemError](err); is && problem.RetryAfter != nil {
		pause += *problem.RetryAfter
	}
	return pause
}

func wait(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
