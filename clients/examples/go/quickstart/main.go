package main

import (
	"context"
	"fmt"

	"github.com/countersign/countersign-go"
)

func main() {
	client, err := countersign.New() // COUNTERSIGN_API_KEY, COUNTERSIGN_URL
	if err != nil {
		panic(err)
	}
	request := []byte(`{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"../../../../etc/shadow"}}}`)
	judged := client.Enforce(context.Background(), countersign.ValidateRequest{Request: request})
	fmt.Println(judged.Action, string(judged.Reply)) // prints: reply {"jsonrpc":"2.0","id":7,"result":…
}
