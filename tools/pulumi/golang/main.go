// Command golang is a language host for Go that stands before the one of Pulumi 3.65, the last that can be built as a Go
// module, and tells it what newer engines say in fields which that host does not know: where a source plugin lies, and
// the options of a project's runtime. Everything else passes through.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

// host is the real one, which lies beside this program.
const host = "pulumi-language-go-3.65"

const anySize = 1 << 30

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-go:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	backend, ended, err := start(ctx)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := grpc.NewServer(grpc.ForceServerCodec(raw{}), grpc.MaxRecvMsgSize(anySize),
		grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error { return forward(stream, backend) }))
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		<-ended
		server.Stop()
	}()
	return server.Serve(listener)
}

// start starts a host with arguments besides this program's own. It lives as long as the context, and ended tells when
// it is gone.
func start(ctx context.Context, more ...string) (backend *grpc.ClientConn, ended chan struct{}, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	command := exec.CommandContext(ctx, filepath.Join(filepath.Dir(self), host), append(more, os.Args[1:]...)...)
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := command.Start(); err != nil {
		return nil, nil, err
	}
	lines := bufio.NewReader(stdout)
	port, err := lines.ReadString('\n')
	if err != nil {
		return nil, nil, fmt.Errorf("%s gave no port: %w", host, err)
	}
	ended = make(chan struct{})
	go func() {
		_, _ = io.Copy(os.Stdout, lines)
		close(ended)
		_ = command.Wait()
	}()
	backend, err = grpc.NewClient("127.0.0.1:"+strings.TrimSpace(port), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(raw{}), grpc.MaxCallRecvMsgSize(anySize), grpc.MaxCallSendMsgSize(anySize)))
	return backend, ended, err
}

// forward passes one call on: every method of a language host takes one message and answers with one or many.
func forward(stream grpc.ServerStream, backend *grpc.ClientConn) error {
	method, _ := grpc.MethodFromServerStream(stream)
	var request []byte
	if err := stream.RecvMsg(&request); err != nil {
		return err
	}
	ctx := stream.Context()
	switch {
	case strings.HasSuffix(method, "/RunPlugin"):
		var err error
		if request, err = withProgram(request); err != nil {
			return err
		}
	case strings.HasSuffix(method, "/Run"):
		options, err := optionsOf(request)
		if err != nil {
			return err
		}
		if len(options) > 0 { // the host takes them as arguments alone
			if backend, _, err = start(ctx, options...); err != nil {
				return err
			}
		}
	}
	if incoming, ok := metadata.FromIncomingContext(ctx); ok {
		ctx = metadata.NewOutgoingContext(ctx, incoming)
	}
	call, err := backend.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, method)
	if err != nil {
		return err
	}
	if err := call.SendMsg(&request); err != nil {
		return err
	}
	if err := call.CloseSend(); err != nil {
		return err
	}
	for {
		var answer []byte
		if err := call.RecvMsg(&answer); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := stream.SendMsg(&answer); err != nil {
			return err
		}
	}
}

func withProgram(message []byte) ([]byte, error) {
	var request pulumirpc.RunPluginRequest
	if err := proto.Unmarshal(message, &request); err != nil {
		return nil, err
	}
	request.Program = request.GetInfo().GetProgramDirectory() //nolint:staticcheck // the field that the old host reads
	return proto.Marshal(&request)
}

// optionsOf are the options of the program's runtime, as arguments of the host.
func optionsOf(message []byte) ([]string, error) {
	var request pulumirpc.RunRequest
	if err := proto.Unmarshal(message, &request); err != nil {
		return nil, err
	}
	var arguments []string
	for _, name := range []string{"binary", "buildTarget"} {
		if value := request.GetInfo().GetOptions().GetFields()[name].GetStringValue(); value != "" {
			arguments = append(arguments, "-"+name+"="+value)
		}
	}
	return arguments, nil
}

// raw passes messages on as the bytes that they are.
type raw struct{}

func (raw) Name() string                          { return "proto" }
func (raw) Marshal(message any) ([]byte, error)   { return *message.(*[]byte), nil }
func (raw) Unmarshal(data []byte, into any) error { *into.(*[]byte) = data; return nil }
