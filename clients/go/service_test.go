package countersign_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"regexp"
	"testing"
	"time"

	"github.com/countersign/countersign-go"
)

const serviceStartMax = 90 * time.Second

var (
	portIn = regexp.MustCompile(` on [^ ]+:(\d+): `)
	keyIn  = regexp.MustCompile(`cs_live_[0-9A-Za-z]{49}`)
)

// service of the test's own, which may be killed; with the options that find it.
func service(t *testing.T) (*os.Process, []countersign.Option) {
	t.Helper()
	if os.Getenv("COUNTERSIGN_API_KEY") == "" {
		t.Skip("COUNTERSIGN_API_KEY is not set: see clients/conformance/README.md")
	}
	node := "node_modules/.bin/node"
	if _, err := os.Stat("../../" + node); err != nil {
		node = "node"
	}
	command := exec.CommandContext(t.Context(), node, "src/main.ts")
	command.Dir = "../.."
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "HOST=127.0.0.1", "PORT=0", "LOG_LEVEL=warn", "DATA_DIR=" + t.TempDir()}
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	late := time.AfterFunc(serviceStartMax, func() { _ = command.Process.Kill() })
	defer late.Stop()
	var port, key string
	lines := bufio.NewScanner(output)
	for (port == "" || key == "") && lines.Scan() {
		if found := portIn.FindStringSubmatch(lines.Text()); found != nil {
			port = found[1]
		}
		if found := keyIn.FindString(lines.Text()); found != "" {
			key = found
		}
	}
	if port == "" || key == "" {
		t.Fatalf("the service has not started: %v", lines.Err())
	}
	go func() { _, _ = io.Copy(io.Discard, output) }()
	return command.Process, []countersign.Option{countersign.WithKey(key), countersign.WithURL("http://127.0.0.1:" + port)}
}
