package countersign

import (
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const (
	urlDefault              = "http://localhost:8080"
	verdictTimeoutDefault   = 2 * time.Second
	otherTimeoutDefault     = 30 * time.Second
	idleTimeoutDefault      = time.Minute
	retriesDefault          = 2
	retriesMax              = 10
	responseBytesMaxDefault = 16 << 20
	idleConnectionsMax      = 64
)

type setup struct {
	key      string
	isPublic bool
	url      string
	// Of a call for one verdict, and of any other.
	verdictTimeout   time.Duration
	otherTimeout     time.Duration
	idleTimeout      time.Duration
	maxRetries       int
	responseBytesMax int64
	failOpen         bool
	onFailure        func(*Enforcement)
	transport        http.RoundTripper
}

// Option is something that a client is told once.
type Option func(*setup)

// WithKey gives the API key; by default it is that of COUNTERSIGN_API_KEY.
func WithKey(key string) Option { return func(s *setup) { s.key, s.isPublic = key, false } }

// WithoutKey makes a client that asks only for what is public, such as [Client.SignUp].
func WithoutKey() Option { return func(s *setup) { s.isPublic = true } }

// WithURL says where the service is; by default COUNTERSIGN_URL, else http://localhost:8080. It may have a path.
func WithURL(url string) Option { return func(s *setup) { s.url = url } }

// WithTimeout is for a whole call with its retries and pauses; by default 2 s for single verdicts, 30 s for the rest.
func WithTimeout(timeout time.Duration) Option {
	return func(s *setup) { s.verdictTimeout, s.otherTimeout = timeout, timeout }
}

// WithIdleTimeout says how long a stream may be silent; a minute by default.
func WithIdleTimeout(timeout time.Duration) Option {
	return func(s *setup) { s.idleTimeout = timeout }
}

// WithMaxRetries is how often a call is tried again after the first attempt, 0 to 10; 2 by default.
func WithMaxRetries(retries int) Option { return func(s *setup) { s.maxRetries = retries } }

// WithResponseBytesMax bounds an answer after unpacking, and each line of a stream; 16 MiB by default.
func WithResponseBytesMax(bytes int64) Option { return func(s *setup) { s.responseBytesMax = bytes } }

// WithFailOpen lets [Client.Enforce] pass messages on unjudged while the service is down or slow. By default it refuses them.
func WithFailOpen() Option { return func(s *setup) { s.failOpen = true } }

// WithOnFailure tells of every enforcement that had no verdict to follow; by default it is a warning of [slog.Default].
// What the function does decides nothing: a panic in it is swallowed.
func WithOnFailure(tell func(*Enforcement)) Option { return func(s *setup) { s.onFailure = tell } }

// WithTransport sends requests in another way, such as through a proxy. Redirections are not followed in any case.
func WithTransport(transport http.RoundTripper) Option {
	return func(s *setup) { s.transport = transport }
}

func readSettings(options []Option) (*setup, error) {
	s := &setup{
		key: os.Getenv("COUNTERSIGN_API_KEY"), url: os.Getenv("COUNTERSIGN_URL"),
		verdictTimeout: verdictTimeoutDefault, otherTimeout: otherTimeoutDefault, idleTimeout: idleTimeoutDefault,
		maxRetries: retriesDefault, responseBytesMax: responseBytesMaxDefault, onFailure: warn,
	}
	if s.url == "" {
		s.url = urlDefault
	}
	for _, option := range options {
		option(s)
	}
	if s.transport == nil {
		s.transport = transportDefault()
	}
	address, err := addressOf(s.url)
	s.url = address
	switch {
	case err != nil:
		return nil, err
	case !s.isPublic && s.key == "":
		return nil, wrong("there is no API key: set COUNTERSIGN_API_KEY, or give it by WithKey")
	case !s.isPublic && strings.ContainsFunc(s.key, func(r rune) bool { return r < '!' || r > '~' }):
		return nil, wrong("the API key has a character that no API key has")
	case s.verdictTimeout <= 0 || s.otherTimeout <= 0 || s.idleTimeout <= 0:
		return nil, wrong("a timeout must be above 0")
	case s.maxRetries < 0 || s.maxRetries > retriesMax:
		return nil, wrong("the number of retries must be from 0 to 10")
	case s.responseBytesMax <= 0:
		return nil, wrong("the bytes of an answer must be above 0")
	case s.onFailure == nil:
		return nil, wrong("who is told of failures must not be nil")
	}
	return s, nil
}

// transportDefault keeps more connections than net/http would, unless the program has put another transport in the place of its.
func transportDefault() http.RoundTripper {
	usual, is := http.DefaultTransport.(*http.Transport)
	if !is {
		return http.DefaultTransport
	}
	transport := usual.Clone()
	transport.MaxIdleConnsPerHost = idleConnectionsMax
	return transport
}

// addressOf is the URL without a slash at its end.
func addressOf(text string) (string, error) {
	address, err := url.Parse(text)
	if err != nil || (address.Scheme != "http" && address.Scheme != "https") || address.Host == "" || address.User != nil ||
		address.RawQuery != "" || address.ForceQuery || address.Fragment != "" {
		return "", wrong("the URL of the service must be http:// or https://, without credentials, query and fragment")
	}
	return strings.TrimRight(address.String(), "/"), nil
}

func wrong(message string) *Error { return &Error{Kind: KindConfiguration, Message: message} }

func warn(judged *Enforcement) {
	slog.Warn("countersign: no verdict", "action", judged.Action, "fail_open", judged.FailOpen, "error", judged.Failure)
}
