// Command generate writes models.go and operations.go of the client from the contract: `go run .` in this folder.
package main

import (
	"encoding/json"
	"log"
	"os"
	"os/exec"
)

const (
	contract = "../../../openapi/openapi-3.0.json"
	// What an operation answers besides its first success stands in this one alone.
	outline = "../../../openapi/openapi.json"
)

func main() {
	log.SetFlags(0)
	text, err := os.ReadFile(contract)
	check(err)
	var document map[string]any
	check(json.Unmarshal(text, &document))
	prepare(document)
	models(document)
	text, err = os.ReadFile(outline)
	check(err)
	check(os.WriteFile("../operations.go", operations(text), 0o644))
}

// models runs oapi-codegen, which reads files alone.
func models(document map[string]any) {
	file, err := os.CreateTemp("", "countersign-*.json")
	check(err)
	defer os.Remove(file.Name())
	check(json.NewEncoder(file).Encode(document))
	check(file.Close())
	command := exec.Command("go", "tool", "oapi-codegen", "-config", "models.yaml", "-o", "../models.go", file.Name())
	command.Stderr = os.Stderr
	check(command.Run())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
