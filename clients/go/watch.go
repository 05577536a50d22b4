package countersign

import (
	"io"
	"sync"
	"time"
)

// watch has time run while results are due and whoever reads them waits for them.
type watch struct {
	idle  time.Duration
	timer *time.Timer

	mutex      sync.Mutex
	isRunning  bool
	isResting  bool
	sent, done int64
}

func newWatch(idle time.Duration, late func()) *watch {
	timer := time.AfterFunc(idle, late)
	timer.Stop()
	return &watch{idle: idle, timer: timer}
}

func (w *watch) expect(sent int64) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.sent = sent
	if !w.isRunning {
		w.restart()
	}
}

func (w *watch) rest(done int64) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.done, w.isResting = done, true
	w.restart()
}

func (w *watch) resume() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.isResting = false
	w.restart()
}

func (w *watch) stop() { w.timer.Stop() }

func (w *watch) restart() {
	w.timer.Stop()
	w.isRunning = !w.isResting && w.done < w.sent
	if w.isRunning {
		w.timer.Reset(w.idle)
	}
}

// over tells of every arrival of bytes.
func (w *watch) over(body io.Reader) io.Reader { return watched{w, body} }

type watched struct {
	watch *watch
	body  io.Reader
}

func (r watched) Read(into []byte) (int, error) {
	n, err := r.body.Read(into)
	if n > 0 {
		r.watch.mutex.Lock()
		defer r.watch.mutex.Unlock()
		r.watch.restart()
	}
	return n, err
}
