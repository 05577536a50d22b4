package countersign

import (
	"context"
	"encoding/json"
	"iter"
)

// pages are all items of a list; the next page is asked for when it is needed. An error is the last that is given.
func pages[T any](ctx context.Context, c *Client, asked request, options []CallOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for asked := asked; ; {
			page, err := pageOf[T](ctx, c, asked, options)
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range page.items {
				if !yield(item, nil) {
					return
				}
			}
			if page.isLast {
				return
			}
			if page.next == asked.cursor {
				yield(none, invalid("the cursor of the page leads to the page itself", nil))
				return
			}
			asked.cursor = page.next
		}
	}
}

type page[T any] struct {
	items  []T
	next   string
	isLast bool
}

func pageOf[T any](ctx context.Context, c *Client, asked request, options []CallOption) (page[T], error) {
	var out page[T]
	err := c.call(ctx, asked, options, c.setup.otherTimeout, func(body []byte) error {
		out = page[T]{}
		members := membersOf(body)
		var parts []json.RawMessage
		if !isList(members["data"]) || json.Unmarshal(members["data"], &parts) != nil {
			return invalid("the answer is not a page: its data is no list", nil)
		}
		next := members["next_cursor"]
		var isText bool
		out.next, isText = textOf(next)
		out.isLast = len(next) == 0 || string(next) == "null"
		if !isText && !out.isLast {
			return invalid("the answer is not a page: its cursor is no text", nil)
		}
		for _, part := range parts {
			item, err := decode[T](part)
			if err != nil {
				return err
			}
			out.items = append(out.items, *item)
		}
		return nil
	})
	return out, err
}
