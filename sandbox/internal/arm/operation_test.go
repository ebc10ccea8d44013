package arm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

// faulty is the sandbox as clients see it, with faults planned.
func (a azure) faulty(planned ...string) *Server {
	a.Helper()
	plan, err := faults.NewPlan(a.store, Types())
	require.NoError(a, err)
	for _, text := range planned {
		fault, err := faults.Parse(text, Types())
		require.NoError(a, err)
		require.NoError(a, plan.Add(fault))
	}
	return a.Faulty(plan, func() { a.Error("nothing is to die") })
}

func (a azure) begins(s *Server, r Request) Begun {
	a.Helper()
	begun, err := s.Begin(r)
	require.NoError(a, err)
	return begun
}

func (a azure) puts(id string, body Body) Request { return Request{ID: a.id(id), Body: body} }

func (a azure) deletes(id string) Request { return Request{ID: a.id(id), Delete: true} }

// state is the provisioning state of a resource; empty when it is gone.
func (a azure) state(id string) string {
	a.Helper()
	body, err := a.Get(a.id(id))
	if IsNotFound(err) {
		return ""
	}
	require.NoError(a, err)
	return text(object(body, "properties"), "provisioningState")
}

func TestAnOperationHasABeginningAndAnEnd(t *testing.T) {
	a := newEstate(t)
	s := a.faulty("expressRouteCircuits * slow for=1m times=0")
	synctest.Test(t, func(t *testing.T) {
		updated := a.begins(s, a.puts(circuit, with(a.get(circuit), "allowClassicOperations", true)))
		assert.Equal(t, InProgress, updated.Status)
		assert.Equal(t, "westeurope", updated.Location)
		assert.Equal(t, faults.Update, updated.Verb)
		assert.Equal(t, "Updating", object(updated.Answer, "properties")["provisioningState"])
		assert.Equal(t, true, object(a.get(circuit), "properties")["allowClassicOperations"], "a reader sees what is asked for")
		assert.Equal(t, "Updating", a.state(circuit))

		time.Sleep(59 * time.Second)
		op, err := s.Operation(updated.ID)
		require.NoError(t, err)
		assert.Equal(t, InProgress, op.Status)
		before := a.get(circuit)["etag"]
		time.Sleep(time.Second)
		assert.Equal(t, "Succeeded", a.state(circuit), "nobody has to wait for it")
		assert.NotEqual(t, before, a.get(circuit)["etag"])
		assert.Equal(t, a.get(circuit)["etag"], a.get(circuit)["etag"], "it ends once")
		op, err = s.Operation(strings.ToUpper(updated.ID))
		require.NoError(t, err)
		assert.Equal(t, Succeeded, op.Status)
		assert.Equal(t, time.Minute, op.Ended.Sub(op.Started))

		require.NoError(t, a.Deprovision(a.id(circuit)))
		deleted := a.begins(s, a.deletes(circuit))
		assert.Equal(t, "Deleting", object(deleted.Answer, "properties")["provisioningState"])
		assert.Equal(t, "Deleting", a.state(circuit))
		assert.Equal(t, "Succeeded", a.state(private))
		time.Sleep(time.Minute)
		assert.Empty(t, a.state(circuit))
		_, err = s.Operation(newUUID())
		a.refuses(err, 404, "NotFound")
	})
}

// As recorded: what Azure sets by itself comes at the end, and what is inline is being changed with its parent.
func TestWhatIsBeingMadeIsNotWholeYet(t *testing.T) {
	a := newAzure(t)
	s := a.faulty("* * slow for=1m times=0")
	synctest.Test(t, func(t *testing.T) {
		made := object(a.begins(s, a.puts(circuit, circuitBody())).Answer, "properties")
		assert.Equal(t, "Disabled", made["circuitProvisioningState"])
		assert.Equal(t, "00000000-0000-0000-0000-000000000000", made["serviceKey"])
		assert.NotContains(t, made, "stag")
		assert.Equal(t, made, object(a.get(circuit), "properties"), "a reader sees the same")
		time.Sleep(time.Minute)
		whole := a.get(circuit)
		assert.Equal(t, "Enabled", object(whole, "properties")["circuitProvisioningState"])
		assert.Equal(t, a.stored(circuit, "serviceKey"), object(whole, "properties")["serviceKey"])
		assert.Len(t, whole, 8, "and no more than that")

		peering := object(a.begins(s, a.puts(private, privateBody())).Answer, "properties")
		assert.Equal(t, 0.0, peering["azureASN"])
		assert.NotContains(t, peering, "primaryAzurePort")
		time.Sleep(time.Minute)
		assert.Equal(t, 12076.0, object(a.get(private), "properties")["azureASN"])

		changed := object(a.begins(s, a.puts(circuit, a.get(circuit))).Answer, "properties")
		assert.Equal(t, "Disabled", changed["circuitProvisioningState"])
		assert.Equal(t, object(whole, "properties")["serviceKey"], changed["serviceKey"])
		inline, _ := list(changed, "peerings")[0].(Body)
		assert.Equal(t, "Updating", object(inline, "properties")["provisioningState"])
		assert.Equal(t, "Succeeded", a.state(private))
	})
}

func TestWhatIsRefusedNeverBegins(t *testing.T) {
	a := newEstate(t)
	a.connect()
	s := a.faulty("* * slow for=1m times=0")
	for _, r := range []Request{
		a.puts(private, with(privateBody(), "primaryPeerAddressPrefix", "x")), a.deletes(private), a.deletes(gateway), a.deletes(group),
	} {
		_, err := s.Begin(r)
		require.Error(t, err)
	}
	assert.Equal(t, "Succeeded", a.state(private))
	assert.Equal(t, "Succeeded", a.state(gateway))
	gone := a.begins(s, a.deletes(circuit+"2"))
	assert.Equal(t, Succeeded, gone.Status)
	assert.Empty(t, gone.ID)
}

// One change at a time below a circuit, on a gateway, and at both ends of a connection; the rule of a filter changes the
// peerings that use it.
func TestAnotherOperationIsInProgress(t *testing.T) {
	second := network + "/virtualNetworkGateways/second"
	free := network + "/expressRouteCircuits/free"
	changes := map[string]func(azure) Request{
		"circuit":          func(a azure) Request { return a.puts(circuit, a.get(circuit)) },
		"private peering":  func(a azure) Request { return a.puts(private, privateBody()) },
		"authorization":    func(a azure) Request { return a.deletes(authorization) },
		"peer":             func(a azure) Request { return a.puts(peer+"/authorizations/x", Body{}) },
		"free circuit":     func(a azure) Request { return a.puts(free, circuitBody()) },
		"Global Reach":     func(a azure) Request { return a.puts(globalReach, globalReachBody()) },
		"no Global Reach":  func(a azure) Request { return a.deletes(globalReach) },
		"gateway":          func(a azure) Request { return a.puts(gateway, gatewayBody()) },
		"second gateway":   func(a azure) Request { return a.puts(second, gatewayBody()) },
		"connection":       func(a azure) Request { return a.puts(connection, connectionBody()) },
		"to free circuit":  func(a azure) Request { return a.puts(connection+"2", with(connectionBody(), "peer.id", free)) },
		"no connection":    func(a azure) Request { return a.deletes(connection) },
		"WAN connection":   func(a azure) Request { return a.puts(wanConnection, wanConnectionBody()) },
		"WAN gateway":      func(a azure) Request { return a.puts(wanGateway, a.get(wanGateway)) },
		"rule":             func(a azure) Request { return a.puts(rule, ruleBody("12076:5010")) },
		"Microsoft":        func(a azure) Request { return a.puts(public, microsoftBody()) },
		"group":            func(a azure) Request { return a.puts(group, Body{"location": "westeurope"}) },
		"other in no part": func(a azure) Request { return a.puts(network+"/virtualWans/other", located(nil)) },
		"group's end":      func(a azure) Request { return a.deletes(group) },
	}
	before := newEstate(t)
	before.put(filter, located(nil))
	before.put(rule, ruleBody("12076:5010"))
	before.put(public, microsoftBody())
	before.put(free, circuitBody())
	before.put(free+"/peerings/AzurePrivatePeering", privateBody())
	before.connect()
	content, err := os.ReadFile(before.file)
	require.NoError(t, err)
	for first, others := range map[string]map[string]bool{
		"circuit": {
			"circuit": true, "private peering": true, "authorization": true, "Global Reach": true, "connection": true, "WAN connection": true, "rule": true,
			"peer": false, "gateway": false, "free circuit": false, "to free circuit": false, "group": false, "other in no part": false, "group's end": true,
		},
		"private peering": {"circuit": true, "authorization": true, "Microsoft": true, "rule": true, "peer": false},
		"Global Reach":    {"circuit": true, "peer": true, "free circuit": false, "connection": true},
		"no Global Reach": {"circuit": true, "peer": true, "free circuit": false},
		"connection":      {"gateway": true, "to free circuit": true, "private peering": true, "second gateway": false, "free circuit": false, "WAN gateway": false},
		"no connection":   {"gateway": true, "circuit": true, "to free circuit": true, "free circuit": false},
		"WAN connection":  {"WAN gateway": true, "authorization": true, "gateway": false, "peer": false},
		"rule":            {"Microsoft": true, "circuit": true, "peer": false, "gateway": false},
		"Microsoft":       {"rule": true},
		"gateway":         {"connection": true, "to free circuit": true, "second gateway": false, "circuit": false},
		"group":           {"group": true, "circuit": false, "group's end": true},
	} {
		for then, refused := range others {
			t.Run(first+", then "+then, func(t *testing.T) {
				file := filepath.Join(t.TempDir(), "state.db")
				require.NoError(t, os.WriteFile(file, content, 0o600))
				a := azure{t, NewServer(store.At(file)), file}
				request := changes[then](a)
				began := a.begins(a.faulty("* * slow for=1h times=1"), changes[first](a))
				other := NewServer(store.At(a.file)) // as another process does
				_, err := other.Begin(request)
				if !refused {
					require.NoError(t, err)
					return
				}
				a.refuses(err, 409, "AnotherOperationInProgress")
				var refusal *Error
				require.ErrorAs(t, err, &refusal)
				assert.Equal(t, began.ID, refusal.Blocker)
				all, err := other.Operations()
				require.NoError(t, err)
				last := all[len(all)-1]
				assert.Equal(t, Refused, last.Status)
				assert.Equal(t, request.ID.String(), last.Resource)
			})
		}
	}
}

// What Azure finds out only after it has taken a request, it finds at the end.
func TestAnOperationFailsAtItsEnd(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(azure)
		want      Status
	}{
		"the carrier is not done":            {func(azure) {}, Failed},
		"the carrier is done before the end": {func(a azure) { require.NoError(a, a.Provision(a.id(circuit))) }, Succeeded},
	} {
		t.Run(name, func(t *testing.T) {
			a := newEstate(t)
			require.NoError(t, a.Deprovision(a.id(circuit)))
			s := a.faulty("* create slow for=1m")
			synctest.Test(t, func(t *testing.T) {
				begun := a.begins(s, a.puts(globalReach, globalReachBody()))
				assert.Equal(t, "Updating", a.state(globalReach))
				c.meanwhile(a)
				time.Sleep(time.Minute)
				op, err := s.Operation(begun.ID)
				require.NoError(t, err)
				assert.Equal(t, c.want, op.Status)
				assert.Equal(t, string(c.want), a.state(globalReach))
				if c.want == Failed {
					assert.Equal(t, "InitiatingCircuitNotProvisioned", op.Error.Code)
				}
			})
		})
	}
	t.Run("what is inline in a circuit", func(t *testing.T) {
		a := newEstate(t)
		require.NoError(t, a.Deprovision(a.id(circuit)))
		body := a.get(circuit)
		peering, _ := list(object(body, "properties"), "peerings")[0].(Body)
		inline := globalReachBody()
		inline["name"] = "paris"
		object(peering, "properties")["connections"] = []any{inline}
		begun := a.begins(a.Server, a.puts(circuit, body))
		op, err := a.Operation(begun.ID)
		require.NoError(t, err)
		assert.Equal(t, Failed, op.Status)
		assert.Equal(t, "InitiatingCircuitNotProvisioned", op.Error.Code)
		for _, id := range []string{circuit, private, globalReach} {
			assert.Equal(t, "Failed", a.state(id), id)
		}
	})
	t.Run("a deletion that something came in the way of", func(t *testing.T) {
		a := newEstate(t)
		s := a.faulty("virtualWans delete slow for=1m")
		require.NoError(t, a.Delete(a.id(wanGateway)))
		require.NoError(t, a.Delete(a.id(hub)))
		synctest.Test(t, func(t *testing.T) {
			begun := a.begins(s, a.deletes(wan))
			a.set(gateway, "x", refers(wan))
			time.Sleep(time.Minute)
			op, err := s.Operation(begun.ID)
			require.NoError(t, err)
			assert.Equal(t, Failed, op.Status)
			assert.Equal(t, "InUseVirtualWanCannotBeDeleted", op.Error.Code)
			assert.Equal(t, "Failed", a.state(wan))
		})
	})
}

// The process that began an operation may die: it ends all the same, and another process sees it.
func TestAnOperationEndsWithoutItsOwner(t *testing.T) {
	a := newEstate(t)
	s := a.faulty("* * slow for=1m times=0")
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := s.Do(ctx, a.puts(port, located(Body{"peeringLocation": "London"})))
			done <- err
		}()
		synctest.Wait()
		cancel()
		require.ErrorIs(t, <-done, context.Canceled)
		assert.Equal(t, "Updating", a.state(port))
		time.Sleep(time.Minute)
		assert.Equal(t, "Succeeded", a.state(port))
		assert.Equal(t, "London", object(a.get(port), "properties")["peeringLocation"])
	})
}

// What hangs holds its circuit as long as its owner is there, and leaves everything as it was.
func TestWhatHangsHoldsTheCircuitUntilItsOwnerIsGone(t *testing.T) {
	for name, r := range map[string]func(azure) Request{
		"create": func(a azure) Request { return a.puts(public, with(microsoftBody(), "routeFilter", nil)) },
		"update": func(a azure) Request { return a.puts(circuit, circuitBody()) }, // clears what is inline
		"delete": func(a azure) Request { return a.deletes(private) },
	} {
		tree := func(a azure) map[string]Body {
			a.Helper()
			var tree map[string]Body
			require.NoError(a, a.view(func(t *txn) (err error) { tree, err = t.tree(a.id(circuit)); return err }))
			delete(tree[strings.ToLower(circuit)], "etag")
			return tree
		}
		t.Run(name+", killed", func(t *testing.T) {
			a := newEstate(t)
			before := tree(a)
			s := a.faulty("* * hang")
			synctest.Test(t, func(t *testing.T) {
				begun := a.begins(s, r(a))
				assert.NotEqual(t, before, tree(a))
				_, err := a.Put(a.id(authorization), Body{})
				a.refuses(err, 409, "AnotherOperationInProgress")
				time.Sleep(belief + 1)
				assert.Equal(t, before, tree(a))
				a.put(authorization, Body{})
				op, err := a.Operation(begun.ID)
				require.NoError(t, err)
				assert.Equal(t, Canceled, op.Status)
			})
		})
		t.Run(name+", canceled", func(t *testing.T) {
			a := newEstate(t)
			before := tree(a)
			s := a.faulty("* * hang")
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan error)
				go func() {
					_, err := s.Do(ctx, r(a))
					done <- err
				}()
				time.Sleep(3 * belief)
				_, err := a.Put(a.id(authorization), Body{})
				a.refuses(err, 409, "AnotherOperationInProgress")
				cancel()
				require.ErrorIs(t, <-done, context.Canceled)
				assert.Equal(t, before, tree(a))
				a.put(authorization, Body{})
			})
		})
	}
}

// The sandbox may begin anew under an operation, by a reset or without its file.
func TestAnOperationIsGoneWithTheSandbox(t *testing.T) {
	for _, fault := range []string{"* * hang", "* * slow for=1m"} {
		t.Run(fault, func(t *testing.T) {
			a := newEstate(t)
			s := a.faulty(fault)
			synctest.Test(t, func(t *testing.T) {
				done := make(chan error)
				go func() {
					_, err := s.Do(t.Context(), a.puts(port, located(Body{"peeringLocation": "London"})))
					done <- err
				}()
				synctest.Wait()
				_, err := a.Reset()
				require.NoError(t, err)
				err = <-done
				a.refuses(err, 404, "NotFound")
				assert.ErrorContains(t, err, port+" any more: the sandbox was reset, or its file deleted")
			})
		})
	}
}

func TestWhatHangsCanBeGivenUpByAnybody(t *testing.T) {
	a := newEstate(t)
	s := a.faulty("* * hang")
	synctest.Test(t, func(t *testing.T) {
		done := make(chan error)
		go func() {
			_, err := s.Do(t.Context(), a.puts(private, privateBody()))
			done <- err
		}()
		synctest.Wait()
		require.NoError(t, NewServer(store.At(a.file)).GiveUp())
		a.refuses(<-done, 409, "Canceled")
		assert.Equal(t, "Succeeded", a.state(private))
	})
}

func TestOperationsAreRememberedForAWhile(t *testing.T) {
	a := newAzure(t)
	require.NoError(t, a.update(func(tx *txn) error {
		for i := range remembered + forgotten - 1 { // and that of the group
			op, err := tx.newOperation(faults.Update, a.id(fmt.Sprint(circuit, i)), "")
			if err := errors.Join(err, tx.end(&op, Succeeded, nil)); err != nil {
				return err
			}
		}
		return nil
	}))
	all, err := a.Operations()
	require.NoError(t, err)
	require.Equal(t, remembered, len(all))
	assert.Equal(t, fmt.Sprint(circuit, remembered+forgotten-2), all[remembered-1].Resource)
	for _, op := range all {
		found, err := a.Operation(op.ID)
		require.NoError(t, err)
		assert.Equal(t, op.Resource, found.Resource)
	}
	_, err = a.Reset()
	require.NoError(t, err)
	all, err = a.Operations()
	require.NoError(t, err)
	assert.Empty(t, all)
}

func TestConditions(t *testing.T) {
	a := newAzure(t)
	etag := func() string { return text(a.put(circuit, circuitBody()), "etag") }
	do := func(r Request) error { _, err := a.Do(t.Context(), r); return err }
	conditional := func(match, none string) Request {
		return Request{ID: a.id(circuit), Body: circuitBody(), IfMatch: match, IfNoneMatch: none}
	}
	a.refuses(do(conditional("*", "")), 412, "PreconditionFailed")
	old := etag()
	now := etag()
	a.refuses(do(conditional(old, "")), 412, "PreconditionFailed")
	a.refuses(do(conditional("", "*")), 412, "PreconditionFailed")
	a.refuses(do(Request{ID: a.id(circuit), Delete: true, IfMatch: old}), 412, "PreconditionFailed")
	require.NoError(t, do(conditional(old+", "+now, "")))
	require.NoError(t, do(conditional("*", now)), "it has another one by now")
	require.NoError(t, do(Request{ID: a.id(circuit), Delete: true, IfMatch: etag()}))
}
