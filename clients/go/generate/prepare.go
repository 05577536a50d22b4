package main

import (
	"slices"
	"strings"
)

type object = map[string]any

// raw are members that are passed on as they are: decoded and encoded again, numbers could lose digits.
var raw = map[string][]string{
	"ValidateRequest": {"request", "response", "tool"},
	"ValidateItem":    {"request", "response", "tool"},
	"Verdict":         {"reply"},
	"Modification":    {"value"},
}

// plain are written by callers: what is left out is the zero value, no pointer.
var plain = []string{"ValidateRequest", "ValidateItem", "McpServer"}

// prepare says to oapi-codegen what Go needs and OpenAPI has no word for.
func prepare(document object) {
	schemas := document["components"].(object)["schemas"].(object)
	for name, members := range raw {
		properties := schemas[name].(object)["properties"].(object)
		for _, member := range members {
			properties[member] = object{"description": properties[member].(object)["description"], "x-go-type": "json.RawMessage"}
		}
	}
	for _, name := range plain {
		for _, property := range schemas[name].(object)["properties"].(object) {
			if _, isReference := property.(object)["$ref"]; !isReference {
				property.(object)["x-go-type-skip-optional-pointer"] = true
			}
		}
	}
	walk(document)
	for _, path := range document["paths"].(object) {
		for _, operation := range path.(object) {
			withoutHeaders(operation.(object))
		}
	}
}

func walk(value any) {
	switch value := value.(type) {
	case object:
		// It is text with names for what is known of it, as every enumeration is in Go.
		if values, is := value["x-extensible-enum"]; is {
			value["enum"] = values
		}
		if values, is := value["enum"].([]any); is {
			value["x-enum-varnames"] = namesOf(values)
		}
		if value["format"] == "email" {
			delete(value, "format")
		}
		if properties, is := value["properties"].(object); is {
			required, _ := value["required"].([]any)
			for name, property := range properties {
				if property, is := property.(object); is && isContainer(property) {
					property["x-go-type-skip-optional-pointer"] = true
					property["x-omitempty"], property["x-omitzero"] = false, !slices.Contains(required, any(name))
				}
			}
		}
		for _, member := range value {
			walk(member)
		}
	case []any:
		for _, item := range value {
			walk(item)
		}
	}
}

// isContainer: nil says that it is left out or null, and what is empty is sent.
func isContainer(schema object) bool {
	_, isMap := schema["additionalProperties"].(object)
	one := schema
	if all, is := schema["allOf"].([]any); is && len(all) == 1 {
		one = all[0].(object)
	}
	return schema["type"] == "array" || isMap && schema["properties"] == nil || schema["x-go-type"] == "json.RawMessage" ||
		one["$ref"] == "#/components/schemas/JsonObject"
}

// withoutHeaders leaves the parameters that a query has; pages are turned by the client.
func withoutHeaders(operation object) {
	parameters, _ := operation["parameters"].([]any)
	if parameters == nil {
		return
	}
	operation["parameters"] = slices.DeleteFunc(parameters, func(parameter any) bool {
		return parameter.(object)["in"] == "header" || parameter.(object)["name"] == "cursor"
	})
}

// namesOf makes RateLimited of RATE_LIMITED; nil where a value is no text.
func namesOf(values []any) []string {
	names := []string{}
	for _, value := range values {
		text, is := value.(string)
		if !is {
			return nil
		}
		words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("_-:./ ", r) })
		for i, word := range words {
			if word == strings.ToUpper(word) {
				word = strings.ToLower(word)
			}
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
		names = append(names, strings.Join(words, ""))
	}
	return names
}
