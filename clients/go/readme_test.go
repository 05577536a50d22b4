package countersign_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	program = regexp.MustCompile("(?s)```go\n(package main.*?)```")
	prints  = regexp.MustCompile(`// prints: (.*)`)
)

// Every program of the README is run as it stands there.
func TestReadme(t *testing.T) {
	if os.Getenv("COUNTERSIGN_API_KEY") == "" {
		t.Skip("COUNTERSIGN_API_KEY is not set: see clients/conformance/README.md")
	}
	text, err := os.ReadFile("README.md")
	must(t, err)
	programs := program.FindAllStringSubmatch(string(text), -1)
	if len(programs) < 4 {
		t.Fatalf("%d programs", len(programs))
	}
	if example, err := os.ReadFile("../examples/go/quickstart/main.go"); err != nil || string(example) != programs[0][1] {
		t.Errorf("the quick start is not that of the examples: %v", err)
	}
	for _, one := range programs {
		file := filepath.Join(t.TempDir(), "main.go")
		must(t, os.WriteFile(file, []byte(one[1]), 0o600))
		out, err := exec.Command("go", "run", file).CombinedOutput()
		expected := prints.FindStringSubmatch(one[1])
		if err != nil || expected == nil || !isText(strings.TrimSpace(string(out)), expected[1]) {
			t.Errorf("%v: %s instead of %v", err, out, expected)
		}
	}
}

// isText where what is expected may leave its end open.
func isText(text, expected string) bool {
	begin, isOpen := strings.CutSuffix(expected, "…")
	return text == expected || isOpen && strings.HasPrefix(text, begin)
}
