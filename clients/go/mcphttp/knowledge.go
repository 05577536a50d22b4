package mcphttp

import (
	"container/list"
	"encoding/json"
	"sync"

	"github.com/countersign/countersign-go"
)

const toolsMax = 1_000

// knowledge of the server: the definitions of tools that were let pass; the oldest are forgotten.
type knowledge struct {
	server *countersign.McpServer
	mutex  sync.Mutex
	tools  map[string]*list.Element
	order  *list.List
}

type tool struct {
	name       string
	definition json.RawMessage
}

func newKnowledge() *knowledge {
	return &knowledge{tools: map[string]*list.Element{}, order: list.New()}
}

func (k *knowledge) learn(request, response json.RawMessage) {
	if textOf(membersOf(request)["method"]) != "tools/list" {
		return
	}
	tools, _ := listOf(membersOf(membersOf(response)["result"])["tools"])
	k.mutex.Lock()
	defer k.mutex.Unlock()
	for _, definition := range tools {
		name := textOf(membersOf(definition)["name"])
		if name == "" {
			continue
		}
		if known, has := k.tools[name]; has {
			k.order.Remove(known)
		}
		k.tools[name] = k.order.PushBack(tool{name, definition})
		if k.order.Len() > toolsMax {
			oldest := k.order.Front()
			delete(k.tools, k.order.Remove(oldest).(tool).name)
		}
	}
}

func (k *knowledge) toolOf(request json.RawMessage) json.RawMessage {
	members := membersOf(request)
	if textOf(members["method"]) != "tools/call" {
		return nil
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if known, has := k.tools[textOf(membersOf(members["params"])["name"])]; has {
		return known.Value.(tool).definition
	}
	return nil
}
