package countersign

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
)

var errNothing = errors.New("there is nothing at this place")

// patched is the message after all operations (RFC 6902), in order; an error where one of them cannot be made.
// Their pointers begin with root, which stands for the message.
func patched(root string, message json.RawMessage, operations []json.RawMessage) (json.RawMessage, error) {
	value, err := treeOf(message)
	if err != nil {
		return nil, err
	}
	for _, operation := range operations {
		if value, err = apply(root, value, membersOf(operation)); err != nil {
			return nil, err
		}
	}
	return encode(value)
}

// treeOf keeps numbers as they were written.
func treeOf(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return value, decoder.Decode(&value)
}

func apply(root string, message any, operation map[string]json.RawMessage) (any, error) {
	path, err := placeOf(root, operation["path"])
	if err != nil {
		return nil, err
	}
	kind, _ := textOf(operation["op"])
	var value any
	switch kind {
	case "add", "replace", "test":
		if operation["value"] == nil {
			return nil, errors.New("no value")
		}
		if value, err = treeOf(operation["value"]); err != nil {
			return nil, err
		}
	}
	switch kind {
	case "add":
		return add(message, path, value)
	case "remove":
		message, err = remove(message, path)
		return message, err
	case "replace":
		if len(path) == 0 {
			return value, nil
		}
		if message, err = remove(message, path); err != nil {
			return nil, err
		}
		return add(message, path, value)
	case "test":
		there, err := get(message, path)
		if err == nil && !equal(there, value) {
			err = errors.New("the test failed")
		}
		return message, err
	case "move", "copy":
		from, err := placeOf(root, operation["from"])
		if err != nil {
			return nil, err
		}
		return transfer(message, from, path, kind == "move")
	}
	return nil, errors.New("no such operation")
}

func transfer(message any, from, path []string, isMove bool) (any, error) {
	value, err := get(message, from)
	if err != nil {
		return nil, err
	}
	if !isMove {
		return add(message, path, clone(value))
	}
	if len(from) < len(path) && slices.Equal(from, path[:len(from)]) {
		return nil, errors.New("into itself")
	}
	if len(from) == 0 {
		return message, nil
	}
	if message, err = remove(message, from); err != nil {
		return nil, err
	}
	return add(message, path, value)
}

// placeOf are the tokens of a pointer (RFC 6901) within the message.
func placeOf(root string, pointer json.RawMessage) ([]string, error) {
	text, is := textOf(pointer)
	if !is || (text != "/"+root && !strings.HasPrefix(text, "/"+root+"/")) {
		return nil, errors.New("the place does not lie in the message")
	}
	tokens := strings.Split(text, "/")[2:]
	for i, token := range tokens {
		bare := strings.NewReplacer("~0", "", "~1", "").Replace(token)
		if strings.Contains(bare, "~") {
			return nil, errors.New("the place is no pointer")
		}
		tokens[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
	}
	return tokens, nil
}

// indexOf takes digits without leading zeros (RFC 6901, 4); -1 for anything else.
func indexOf(token string) int {
	index, err := strconv.ParseUint(token, 10, 30)
	if err != nil || strconv.FormatUint(index, 10) != token {
		return -1
	}
	return int(index)
}

func get(value any, path []string) (any, error) {
	for _, token := range path {
		child, err := childOf(value, token)
		if err != nil {
			return nil, err
		}
		value = child
	}
	return value, nil
}

func childOf(value any, token string) (any, error) {
	switch value := value.(type) {
	case map[string]any:
		if child, has := value[token]; has {
			return child, nil
		}
	case []any:
		if index := indexOf(token); index >= 0 && index < len(value) {
			return value[index], nil
		}
	}
	return nil, errNothing
}

// within makes a change in the container of the path's last token, and gives what stands in the place of value then.
func within(value any, path []string, change func(container any, last string) (any, error)) (any, error) {
	if len(path) == 1 {
		return change(value, path[0])
	}
	child, err := childOf(value, path[0])
	if err != nil {
		return nil, err
	}
	after, err := within(child, path[1:], change)
	if err != nil {
		return nil, err
	}
	switch value := value.(type) {
	case map[string]any:
		value[path[0]] = after
	case []any:
		value[indexOf(path[0])] = after
	}
	return value, nil
}

func add(value any, path []string, added any) (any, error) {
	if len(path) == 0 {
		return added, nil
	}
	return within(value, path, func(container any, last string) (any, error) {
		switch container := container.(type) {
		case map[string]any:
			container[last] = added
			return container, nil
		case []any:
			index := indexOf(last)
			if last == "-" {
				index = len(container)
			}
			if index < 0 || index > len(container) {
				return nil, errNothing
			}
			return slices.Insert(container, index, added), nil
		}
		return nil, errNothing
	})
}

func remove(value any, path []string) (any, error) {
	if len(path) == 0 {
		return nil, errors.New("the whole message cannot be removed")
	}
	return within(value, path, func(container any, last string) (any, error) {
		if _, err := childOf(container, last); err != nil {
			return nil, err
		}
		if list, is := container.([]any); is {
			return slices.Delete(list, indexOf(last), indexOf(last)+1), nil
		}
		delete(container.(map[string]any), last)
		return container, nil
	})
}

func clone(value any) any {
	switch value := value.(type) {
	case map[string]any:
		copied := make(map[string]any, len(value))
		for name, member := range value {
			copied[name] = clone(member)
		}
		return copied
	case []any:
		copied := make([]any, len(value))
		for i, item := range value {
			copied[i] = clone(item)
		}
		return copied
	}
	return value
}

// equal as in RFC 6902, 4.6: numbers by their value.
func equal(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, is := b.(map[string]any)
		return is && maps.EqualFunc(a, b, equal)
	case []any:
		b, is := b.([]any)
		return is && slices.EqualFunc(a, b, equal)
	case json.Number:
		b, is := b.(json.Number)
		if !is || a == b {
			return is
		}
		first, err := a.Float64()
		second, otherErr := b.Float64()
		return err == nil && otherErr == nil && first == second
	}
	return a == b
}
