// Package countersign asks the Countersign service for verdicts on messages of the Model Context Protocol, and says what to do with them.
//
//	client, err := countersign.New() // COUNTERSIGN_API_KEY, COUNTERSIGN_URL
//	judged := client.Enforce(ctx, countersign.ValidateRequest{Request: message})
//	switch judged.Action {
//	case countersign.Forward: // pass judged.Message on
//	case countersign.Reply: // send judged.Reply to who waits
//	}
//
// Every call but a stream is tried again where that can help, within one time. What comes to nothing is an [*Error], or a [*ProblemError]
// where the service has answered so; [KindOf] tells them apart. Package mcphttp judges what goes through a net/http handler.
package countersign

//go:generate sh -c "cd generate && go run ."
