package countersign

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"sync/atomic"
)

const (
	ndjson = "application/x-ndjson"
	// inFlightMax are sent and not answered: as much as keeps the service busy, and no more than who reads can be behind.
	inFlightMax = 1_000
	// gatheredMax lines wait to be written together.
	gatheredMax = 64
	pieceBytes  = 16 << 10
	lineBytes   = 64 << 10
)

// Stream judges as many items as come, in constant memory; results are in their order, each for the item at its place. It is never tried
// again by itself: an error is the last that is given, and the number of results before it says where to go on. No items, no request.
//
// [WithIdleTimeout] bounds it, not the time of a call; of options, only [WithIdempotencyKey] has a meaning here.
// items is ranged over in a goroutine of its own, which ends with the stream, or with the next item after that.
func (c *Client) Stream(ctx context.Context, items iter.Seq[ValidateItem], options ...CallOption) iter.Seq2[*ItemResult, error] {
	return func(yield func(*ItemResult, error) bool) {
		within, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		watch := newWatch(c.setup.idleTimeout, func() {
			cancel(&Error{Kind: KindTimeout, Message: fmt.Sprintf("the stream was silent for %v", c.setup.idleTimeout)})
		})
		defer watch.stop()
		sending, err := optionsOf(options)
		if err != nil {
			yield(nil, err)
			return
		}
		one := &stream{client: c, watch: watch, lines: make(chan []byte, gatheredMax), room: make(chan struct{}, inFlightMax)}
		go one.take(within, cancel, items)
		err = one.exchange(within, sending, yield)
		if err == nil || errors.Is(err, errAbandoned) {
			return
		}
		if own := context.Cause(within); ctx.Err() == nil && KindOf(own) != "" {
			err = own
		}
		yield(nil, one.failureOf(errorOf(ctx, ctx, err, c.setup.idleTimeout)))
	}
}

// failureOf says how far the stream had come; a problem is that of its beginning.
func (s *stream) failureOf(err error) error {
	own, is := errors.AsType[*Error](err)
	if !is {
		return err
	}
	message := fmt.Sprintf("%s, after %d results of %d items that were sent", own.Message, s.answered, s.sent.Load())
	return &Error{Kind: own.Kind, Message: message, cause: own.cause}
}

var errAbandoned = errors.New("nobody reads any more")

type stream struct {
	client *Client
	watch  *watch
	lines  chan []byte
	room   chan struct{}
	sent   atomic.Int64
	// answered are the results that came.
	answered int64
	// ended once there are no more items.
	ended atomic.Bool
}

// take items as they can be sent.
func (s *stream) take(ctx context.Context, cancel context.CancelCauseFunc, items iter.Seq[ValidateItem]) {
	defer close(s.lines)
	for item := range items {
		line, err := encode(item)
		if err != nil {
			cancel(err)
			return
		}
		select {
		case s.room <- struct{}{}:
		case <-ctx.Done():
			return
		}
		s.watch.expect(s.sent.Add(1))
		select {
		case s.lines <- append(line, '\n'):
		case <-ctx.Done():
			return
		}
	}
	if ctx.Err() == nil {
		s.ended.Store(true)
	}
}

func (s *stream) exchange(ctx context.Context, options callOptions, yield func(*ItemResult, error) bool) error {
	var first []byte
	select {
	case line, is := <-s.lines:
		if !is {
			return context.Cause(ctx)
		}
		first = line
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	reader, writer := io.Pipe()
	defer reader.Close()
	go s.write(ctx, first, writer)
	asked, err := http.NewRequestWithContext(ctx, http.MethodPost, s.client.setup.url+"/validate/batch", reader)
	if err != nil {
		return err
	}
	headers := s.client.headers(http.MethodPost, options)
	headers.Set("Content-Type", ndjson)
	response, err := s.client.send(asked, headers)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if mediaTypeOf(response) != ndjson {
		return invalid("the answer is not a stream of results", nil)
	}
	return s.read(response.Body, yield)
}

// write what is there together, and wait with nothing.
func (s *stream) write(ctx context.Context, line []byte, pipe *io.PipeWriter) {
	out := bufio.NewWriterSize(pipe, pieceBytes)
	for is := true; is; {
		if _, err := out.Write(line); err != nil {
			return
		}
		if len(s.lines) == 0 && out.Flush() != nil {
			return
		}
		select {
		case line, is = <-s.lines:
		case <-ctx.Done():
			pipe.CloseWithError(ctx.Err())
			return
		}
	}
	if !s.ended.Load() {
		pipe.CloseWithError(errors.New("the items came to no end"))
		return
	}
	_ = out.Flush()
	pipe.Close()
}

func (s *stream) read(body io.Reader, yield func(*ItemResult, error) bool) error {
	in := bufio.NewReaderSize(s.watch.over(body), lineBytes)
	for {
		line, err := s.line(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if len(bytes.TrimSpace(line)) > 0 {
			result, err := parseResult(line)
			if err != nil {
				return err
			}
			if s.answered == s.sent.Load() {
				return invalid("there are more results than items", nil)
			}
			s.answered++
			<-s.room
			s.watch.rest(s.answered)
			if !yield(result, nil) {
				return errAbandoned
			}
			s.watch.resume()
		}
		if err != nil {
			if s.ended.Load() && s.answered == s.sent.Load() {
				return nil
			}
			return &Error{Kind: KindConnection, Message: "the stream ended"}
		}
	}
}

// line without its end; with io.EOF, the last one, which may be empty.
func (s *stream) line(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if int64(len(bytes.TrimSuffix(line, []byte("\n")))) > s.client.setup.responseBytesMax {
			return nil, s.client.tooLarge()
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

func parseResult(line []byte) (*ItemResult, error) {
	if err := mustBeObject(line); err != nil {
		return nil, err
	}
	return itemResultOf(line)
}
