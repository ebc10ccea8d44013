# Needs Go, make and a POSIX shell. What is built goes to bin/, what a run writes goes to .work/; nothing leaves the
# repository but Go's own caches.

EXAMPLE ?= yaml
EXAMPLES := $(patsubst examples/%/Pulumi.yaml,%,$(wildcard examples/*/Pulumi.yaml))
ifeq ($(filter $(EXAMPLE),$(EXAMPLES)),)
$(error There is no example "$(EXAMPLE)"; there are: $(EXAMPLES))
endif

VERSION := $(shell sed -n 's/^const Version = "\(.*\)"$$/\1/p' provider/version.go)
AZURE_NATIVE_VERSION := $(shell sed -n 's|.*pulumi-azure-native-sdk/network/v2 v||p' go.mod)
PINNED_PULUMI_VERSION := $(shell sed -n 's|.*pulumi/pkg/v3 v||p' tools/pulumi/go.mod)

# The oldest Pulumi whose engine prints every property error of a component, which is how bad input is reported.
MINIMUM_PULUMI_VERSION := 3.135.0

# Without a home Go has nowhere to keep its caches.
ifeq ($(HOME),)
export HOME := $(CURDIR)/.work/user
endif

# pulumi: the one on PATH with its own language hosts, or, when there is none (or PINNED_TOOLS is set), one built here.
# Like all that probes the machine, it is worked out when it is first needed, and once.
PATH_PULUMI = $(eval PATH_PULUMI := $(if $(PINNED_TOOLS),,$(shell tools/find-pulumi.sh $(MINIMUM_PULUMI_VERSION) "$(CURDIR)/.work/home")))$(PATH_PULUMI)
PULUMI = $(or $(PATH_PULUMI),$(CURDIR)/bin/tools/pulumi)
PINNED := bin/tools/pulumi bin/tools/pulumi-language-go bin/tools/pulumi-language-yaml
PINNED_REASON := $(if $(PINNED_TOOLS),PINNED_TOOLS is set,no pulumi $(MINIMUM_PULUMI_VERSION) or newer on PATH)

PROVIDER := bin/pulumi-resource-azure-expressroute
# The command has a folder of its own, which may be on PATH: beside the plugin it would put that in Azure's place.
SANDBOX := bin/azure-native/pulumi-resource-azure-native
SANDBOX_COMMAND := bin/sandbox/sandbox

# A Pulumi home, backend and sandbox of the repository's own. An azure-native plugin on PATH, or one that Pulumi downloads,
# would work on real Azure: neither may take the sandbox's place. The passphrase guards nothing but a sandbox's secrets.
export PULUMI_HOME := $(CURDIR)/.work/home
export PULUMI_BACKEND_URL := file://$(CURDIR)/.work/state
export PULUMI_CONFIG_PASSPHRASE := sandbox
export PULUMI_SKIP_UPDATE_CHECK := true
export PULUMI_IGNORE_AMBIENT_PLUGINS := true
export PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION := true
export AZURE_EXPRESSROUTE_SANDBOX_STATE := $(CURDIR)/.work/sandbox.db

PLUGINS := .work/home/plugins
PROVIDER_PLUGIN := $(PLUGINS)/resource-azure-expressroute-v$(VERSION)/pulumi-resource-azure-expressroute
SANDBOX_PLUGIN := $(PLUGINS)/resource-azure-native-v$(AZURE_NATIVE_VERSION)/pulumi-resource-azure-native
READY = $(PROVIDER_PLUGIN) $(SANDBOX_PLUGIN) $(if $(PATH_PULUMI),,$(PINNED))

ifneq ($(filter up preview down test,$(MAKECMDGOALS)),)
ifneq ($(words $(wildcard $(READY))),$(words $(READY)))
$(info First run. It builds the plugin of this package, the sandbox (which stands in for Azure)$(if $(PATH_PULUMI),, and Pulumi itself):)
$(info about $(if $(PATH_PULUMI),4,9) minutes on 2 cores when Go has nothing cached. Later runs build only what changed.)
endif
endif

# Everything is built in one way, since each other way compiles Azure's SDK anew, which takes minutes and gigabytes: with
# -trimpath, so that what is packed carries no path of the machine, and without C, so that it runs with any C library.
export GOFLAGS := $(strip -trimpath -buildvcs=false $(GOFLAGS))
export CGO_ENABLED := 0

PROGRESS := @tools/progress.sh
BUILD := build -ldflags "-s -w"

# A Go build uses every core, and the Azure SDK several gigabytes of memory: one at a time.
.NOTPARALLEL:
.DELETE_ON_ERROR:

.PHONY: help
help: ## List the targets
	@echo "make TARGET [EXAMPLE=$(EXAMPLE)]    examples: $(EXAMPLES)"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Programs install the SDKs as packages. Where npm, python3 (with venv), or javac and mvn are missing, tests of that
# language are skipped, loudly, and fail in CI.
NODE_SDK = $(eval NODE_SDK := $(if $(shell command -v npm),.work/sdk/node))$(NODE_SDK)
PYTHON_SDK = $(eval PYTHON_SDK := $(if $(shell python3 -c 'import ensurepip, venv; print("there")' 2>/dev/null),.work/sdk/venv))$(PYTHON_SDK)
JAVA_SDK = $(eval JAVA_SDK := $(if $(and $(shell command -v javac),$(shell command -v mvn)),.work/sdk/maven $(JAVA_HOST)))$(JAVA_SDK)
JAVA_HOST = $(if $(PATH_PULUMI),,bin/tools/pulumi-language-java)

# Azure's own clients, which are large. CI has them; elsewhere they come with make azure, and tests of them are skipped, loudly, until then.
AZURE_CLIENTS := .work/azure

NEEDS_typescript := examples/typescript/node_modules
NEEDS_blueprint-typescript := examples/blueprint-typescript/node_modules
NEEDS_routers-typescript := examples/routers-typescript/node_modules
NEEDS_python := .work/sdk/venv
NEEDS_routers-python := $(NEEDS_python)
NEEDS_java = .work/sdk/maven $(JAVA_HOST)
NEEDS_routers-java = $(NEEDS_java)
ifneq ($(filter python routers-python,$(EXAMPLE)),)
export VIRTUAL_ENV := $(CURDIR)/.work/sdk/venv
export PATH := $(VIRTUAL_ENV)/bin:$(PATH)
endif
ifneq ($(filter java routers-java,$(EXAMPLE)),)
export MAVEN_OPTS := -Dmaven.repo.local=$(CURDIR)/.work/sdk/maven
endif

# From here on, what a target needs is worked out when the target is wanted.
.SECONDEXPANSION:

.PHONY: up
up: $$(READY) $$(NEEDS_$(EXAMPLE)) ## Deploy an example to the sandbox with pulumi up
	@tools/example.sh up $(EXAMPLE) "$(PULUMI)"

.PHONY: preview
preview: $$(READY) $$(NEEDS_$(EXAMPLE)) ## Show what make up would change
	@tools/example.sh preview $(EXAMPLE) "$(PULUMI)"

.PHONY: down
down: $$(READY) $$(NEEDS_$(EXAMPLE)) ## Destroy what make up made, and the stack
	@tools/example.sh down $(EXAMPLE) "$(PULUMI)"

# End-to-end tests take minutes, and on a slow or busy machine many: the limit is one that no machine reaches, above Go's
# own of ten minutes. With -v they tell how long each took.
PATIENCE := -timeout 60m

.PHONY: check
check: ## Check formatting, vet and run the unit tests (under a minute when Azure's SDK is compiled)
	@unformatted=$$(gofmt -l main.go provider sandbox examples tools) && test -z "$$unformatted" || \
		{ echo "not formatted with gofmt:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	go test ./provider/... ./sandbox/...

.PHONY: test
test: check $$(READY) $(SANDBOX_COMMAND) dist $$(NODE_SDK) $$(PYTHON_SDK) $$(JAVA_SDK) $(if $(CI),$(AZURE_CLIENTS)) ## Check formatting, vet and run every test, the end-to-end ones included
	@for tool in pulumi java sdkgen armnetwork; do (cd "tools/$$tool" && go vet ./... && AZURE_EXPRESSROUTE_E2E_SANDBOX="$(CURDIR)/$(SANDBOX_COMMAND)" go test -count=1 ./...) || exit; done
	cd tools/bench && go vet ./... && (cd program && go vet ./...) && PATH="$$(dirname "$(PULUMI)"):$$PATH" AZURE_EXPRESSROUTE_E2E_HOME="$$PULUMI_HOME" go test -count=1 $(PATIENCE) ./...
	go test $$(go list ./... | grep -v /examples$$)
	PATH="$$(dirname "$(PULUMI)"):$$PATH" AZURE_EXPRESSROUTE_E2E_HOME="$$PULUMI_HOME" AZURE_EXPRESSROUTE_E2E_DIST="$(CURDIR)/dist" \
		AZURE_EXPRESSROUTE_E2E_SANDBOX="$(CURDIR)/$(SANDBOX_COMMAND)" AZURE_EXPRESSROUTE_E2E_SDKS="$(CURDIR)/.work/sdk" \
		AZURE_EXPRESSROUTE_E2E_AZURE="$(CURDIR)/$(AZURE_CLIENTS)" go test -count=1 $(PATIENCE) -v ./examples

.PHONY: azure
azure: $(AZURE_CLIENTS) ## Install the Azure CLI and the Azure SDK for Python, for tests of the sandbox (730 MB)

.PHONY: torture
torture: $$(READY) $(SANDBOX_COMMAND) ## Strike every operation of a stack with every fault, and write docs/survival.md (about 8 minutes)
	PATH="$$(dirname "$(PULUMI)"):$$PATH" AZURE_EXPRESSROUTE_E2E_HOME="$$PULUMI_HOME" AZURE_EXPRESSROUTE_E2E_SANDBOX="$(CURDIR)/$(SANDBOX_COMMAND)" \
		TORTURE="$(CURDIR)/docs/survival.md" go test -count=1 -timeout 90m -run TestAStackSurvives ./examples

# COUNT of random changes, and the SEED of a run to repeat.
COUNT ?= 500
.PHONY: transitions
transitions: $$(READY) $(SANDBOX_COMMAND) ## Change any configuration into any other, COUNT times (SEED repeats a run), and write docs/changes.md (about 50 minutes)
	PATH="$$(dirname "$(PULUMI)"):$$PATH" AZURE_EXPRESSROUTE_E2E_HOME="$$PULUMI_HOME" AZURE_EXPRESSROUTE_E2E_SANDBOX="$(CURDIR)/$(SANDBOX_COMMAND)" \
		CHANGES="$(CURDIR)/docs/changes.md" TRANSITIONS=$(COUNT) TRANSITIONS_SEED=$(SEED) go test -count=1 -timeout 180m -v -run 'TestNamedChanges|TestAnyChange' ./examples

.PHONY: bench
bench: $$(READY) $$(NODE_SDK) $$(PYTHON_SDK) ## Measure against writing it by hand, and write docs/performance.md (about 70 minutes)
	PATH="$$(dirname "$(PULUMI)"):$$PATH" go -C tools/bench run . -home "$$PULUMI_HOME" -pulumi "$(PULUMI)" -out "$(CURDIR)/docs"

.PHONY: lint
lint: bin/tools/golangci-lint ## Run golangci-lint
	GOLANGCI_LINT_CACHE="$(CURDIR)/.work/lint" bin/tools/golangci-lint run ./...
	@for tool in pulumi java sdkgen armnetwork bench bench/program; do (cd "tools/$$tool" && GOLANGCI_LINT_CACHE="$(CURDIR)/.work/lint" "$(CURDIR)/bin/tools/golangci-lint" run ./...) || exit; done

.PHONY: workflows
workflows: bin/tools/actionlint .work/zizmor ## Check the workflows with actionlint and zizmor
	bin/tools/actionlint
	.work/zizmor/bin/zizmor --quiet --offline .github

.PHONY: provider
provider: $(PROVIDER) ## Build the plugin of this package

.PHONY: sandbox
sandbox: $(SANDBOX) $(SANDBOX_COMMAND) ## Build the offline stand-in for the azure-native plugin, and its command

# Archives under the names by which Pulumi finds them in a release, for this platform or the one in GOOS and GOARCH.
PLATFORM := $(shell go env GOOS)-$(shell go env GOARCH)
EXE := $(if $(filter windows-%,$(PLATFORM)),.exe)
PLUGIN_ARCHIVE := dist/pulumi-resource-azure-expressroute-v$(VERSION)-$(PLATFORM).tar.gz
SANDBOX_ARCHIVE := dist/azure-expressroute-sandbox-v$(VERSION)-$(PLATFORM).tar.gz
STAGE := .work/dist/$(PLATFORM)
# The same archive from the same content, with licences and a bill of materials. It runs here, whatever it packs for.
PACK := GOOS= GOARCH= go run ./tools/pack -platform $(PLATFORM) -version $(VERSION)

# Those that Pulumi fetches plugins for. Each is compiled anew: 200 to 290 s of CPU time, and 6 GB of memory.
ALL_PLATFORMS := linux-amd64 linux-arm64 darwin-amd64 darwin-arm64 windows-amd64 windows-arm64

.PHONY: dist
ifdef PLATFORMS
dist:
	@for platform in $(if $(filter all,$(PLATFORMS)),$(ALL_PLATFORMS),$(PLATFORMS)); do \
		PLATFORMS= GOOS=$${platform%-*} GOARCH=$${platform#*-} $(MAKE) --no-print-directory dist PLATFORMS= || exit; done
	@ls -l dist/*.tar.gz
else
dist: $(PLUGIN_ARCHIVE) $(SANDBOX_ARCHIVE) ## Pack the plugin and the sandbox for a release (PLATFORMS=all, or some: linux-arm64 windows-amd64)
endif

.PHONY: checksums
checksums: ## Write dist/checksums.txt
	@cd dist && sha256sum *.tar.gz >checksums.txt && cat checksums.txt

.PHONY: packages
packages: $(NODE_SDK) $(PYTHON_SDK) $(JAVA_SDK) ## Pack the SDKs for npm, PyPI and Maven into dist/packages
	@rm -rf dist/packages && mkdir -p dist/packages
	@cp .work/sdk/node/*.tgz .work/sdk/python/dist/*.whl .work/sdk/java/target/*.jar dist/packages/
	@cp .work/sdk/java/pom.xml dist/packages/azure-expressroute-$(VERSION).pom
	@ls -l dist/packages

.PHONY: version
version: ## Print the version
	@echo $(VERSION)

.PHONY: release-check
release-check: # TAG=v1.2.3: holds the tag to the version, and the changelog to it
	@test "$(TAG)" = "v$(VERSION)" || { echo "$(TAG) is not the tag of version $(VERSION) in provider/version.go"; exit 1; }
	@test -n "$$($(MAKE) --no-print-directory -s release-notes)" || { echo "CHANGELOG.md has nothing on $(VERSION)"; exit 1; }

.PHONY: release-notes
release-notes: # what CHANGELOG.md says of the version
	@awk '/^## /{ on = $$2 == "$(VERSION)"; next } on' CHANGELOG.md

.PHONY: schema-changes
schema-changes: # SINCE=v1.2.3: names what breaks programs, beside the last release
	@since="$(or $(SINCE),$(shell git describe --tags --abbrev=0 --match 'v*' 2>/dev/null))"; \
	if [ -z "$$since" ]; then echo "There is no release to compare the schema with."; else \
		mkdir -p .work && git show "$$since:schema.json" >.work/schema.json && go run ./provider/internal/schemadiff .work/schema.json schema.json; fi

.PHONY: tools
tools: $(PINNED) ## Build the pinned Pulumi CLI and language hosts

# No one version of Pulumi's packages generates every language.
.PHONY: sdk
sdk: ## Generate the SDKs from schema.json
	@for generator in pulumi/sdkgen java/sdkgen sdkgen/dotnet; do \
		go -C "tools/$${generator%/*}" run "./$${generator#*/}" -schema "$(CURDIR)/schema.json" -version $(VERSION) -out "$(CURDIR)/sdk" || exit; \
	done
	cd sdk/go/azureexpressroute && go mod tidy

.PHONY: docs
docs: ## Generate docs/rules.md and docs/communities.md, and put programs into the pages and the schema
	go run ./provider/internal/docgen .

.PHONY: dotnet
dotnet: ## Compile the SDK for .NET and the programs in C#, with the SDK of .NET
	dotnet build sdk/dotnet
	@for program in docs/programs/*/Program.cs; do folder=".work/dotnet/$$(basename "$$(dirname "$$program")")"; \
		mkdir -p "$$folder" && cp "$$program" tools/dotnet/Program.csproj "$$folder" && dotnet build "$$folder" || exit; done

.PHONY: clean
clean: ## Remove everything built and the sandbox with its stacks
	rm -rf bin dist .work examples/*/Pulumi.dev.yaml examples/testdata/*/Pulumi.dev.yaml

sources = $(shell find $(1) -type f ! -name '*_test.go')

$(PROVIDER): $$(call sources,main.go provider) schema.json go.mod go.sum
	$(PROGRESS) "The plugin of this package, with Azure's network SDK for Pulumi" "4 minutes" go $(BUILD) -o $@ .

$(SANDBOX): $$(call sources,sandbox) go.mod go.sum
	$(PROGRESS) "The sandbox, which stands in for Azure" "4 minutes" go $(BUILD) -o $@ ./sandbox

$(SANDBOX_COMMAND): $$(call sources,sandbox/cmd $$(addprefix sandbox/internal/,arm armhttp facts faults store)) go.mod go.sum
	@go $(BUILD) -o $@ ./sandbox/cmd/sandbox

$(PROVIDER_PLUGIN): $(PROVIDER) | $$(if $$(PATH_PULUMI),,$$(PINNED))
	@"$(PULUMI)" plugin install resource azure-expressroute $(VERSION) --file $< --reinstall
	@touch $@

$(SANDBOX_PLUGIN): $(SANDBOX) | $$(if $$(PATH_PULUMI),,$$(PINNED))
	@"$(PULUMI)" plugin install resource azure-native $(AZURE_NATIVE_VERSION) --file $< --reinstall
	@touch $@

$(PLUGIN_ARCHIVE): $$(call sources,main.go provider) schema.json go.mod go.sum
	@rm -rf $(STAGE)/plugin && mkdir -p $(@D) $(STAGE)/plugin && cp LICENSE README.md $(STAGE)/plugin
	@go $(BUILD) -o $(STAGE)/plugin/pulumi-resource-azure-expressroute$(EXE) .
	@$(PACK) -out $@ -stage $(STAGE)/plugin -name pulumi-resource-azure-expressroute .

$(SANDBOX_ARCHIVE): $$(call sources,sandbox) docs/sandbox.md go.mod go.sum
	@rm -rf $(STAGE)/sandbox && mkdir -p $(@D) $(STAGE)/sandbox && cp LICENSE docs/sandbox.md $(STAGE)/sandbox
	@go $(BUILD) -o $(STAGE)/sandbox/pulumi-resource-azure-native$(EXE) ./sandbox
	@go $(BUILD) -o $(STAGE)/sandbox/bin/sandbox$(EXE) ./sandbox/cmd/sandbox
	@$(PACK) -out $@ -stage $(STAGE)/sandbox -name azure-expressroute-sandbox ./sandbox ./sandbox/cmd/sandbox

# The SDKs as their users get them: a tarball in a project of npm's, a wheel in a virtual environment, a jar in a Maven
# repository. Versions of everything else are pinned in tools/.

.work/sdk/node: $$(wildcard tools/nodejs/* tools/nodejs/.npmrc) $$(shell find sdk/nodejs -type f)
	@rm -rf $@ && mkdir -p $@ && cp tools/nodejs/package.json tools/nodejs/package-lock.json tools/nodejs/.npmrc $@ && cp -R sdk/nodejs $@/sdk
	$(PROGRESS) "The SDK for TypeScript" "20 seconds" tools/whole.sh $@ sh -c 'cd $@ && npm ci --ignore-scripts --no-audit --no-fund --silent && \
		cd sdk && ../node_modules/.bin/tsc && cp package.json README.md LICENSE bin/ && npm pack --silent --pack-destination .. ./bin >/dev/null && \
		cd .. && npm install --ignore-scripts --no-save --no-audit --no-fund --silent ./*.tgz'

examples/typescript/node_modules examples/blueprint-typescript/node_modules examples/routers-typescript/node_modules: .work/sdk/node
	@rm -rf $@ && ln -s ../../.work/sdk/node/node_modules $@

.work/sdk/venv: $$(wildcard tools/python/*) $$(shell find sdk/python -type f)
	@rm -rf .work/sdk/python $@ && mkdir -p .work/sdk && cp -R sdk/python .work/sdk/python
	$(PROGRESS) "The SDK for Python" "30 seconds" tools/whole.sh $@ sh -c 'python3 -m venv $@ && PATH="$(CURDIR)/$@/bin:$$PATH" && export PIP_DISABLE_PIP_VERSION_CHECK=1 && \
		pip install --quiet -r tools/python/requirements.txt && \
		pip wheel --quiet --no-deps --no-build-isolation -w .work/sdk/python/dist .work/sdk/python && \
		pip install --quiet --no-deps .work/sdk/python/dist/*.whl'

$(AZURE_CLIENTS): $$(wildcard tools/azure/requirements.txt)
	@rm -rf $@
	$(PROGRESS) "The Azure CLI and the Azure SDK for Python" "2 minutes" tools/whole.sh $@ sh -c 'python3 -m venv $@ && \
		$@/bin/pip install --quiet --disable-pip-version-check -r tools/azure/requirements.txt'

.work/sdk/maven: $$(shell find sdk/java -type f)
	@rm -rf .work/sdk/java && mkdir -p .work/sdk && cp -R sdk/java .work/sdk/java
	$(PROGRESS) "The SDK for Java" "30 seconds" tools/whole.sh $@ mvn --quiet --batch-mode -Dmaven.repo.local="$(CURDIR)/$@" -f .work/sdk/java install
	@touch $@

# The tools are modules of their own, built apart from the package so that neither decides what the other depends on.

bin/tools/pulumi: tools/pulumi/go.mod tools/pulumi/go.sum
	$(PROGRESS) "Pulumi $(PINNED_PULUMI_VERSION) ($(PINNED_REASON))" "4 minutes" \
		go -C tools/pulumi build -o ../../$@ \
		-ldflags "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=$(PINNED_PULUMI_VERSION)" \
		github.com/pulumi/pulumi/pkg/v3/cmd/pulumi

# Brings the hosts for Node.js and Python along, and the script that the one for Python runs programs with.
bin/tools/pulumi-language-go: tools/hosts/go.mod tools/hosts/go.sum $$(call sources,tools/pulumi/golang) | bin/tools/pulumi
	$(PROGRESS) "Pulumi's language hosts for Go, Node.js and Python" "40 seconds" sh -c '\
		go -C tools/hosts $(BUILD) -o ../../bin/tools/ tool && mv $@ $@-3.65 && go -C tools/pulumi $(BUILD) -o ../../$@ ./golang'
	@install -m 755 "$$(go -C tools/hosts list -m -f '{{.Dir}}' github.com/pulumi/pulumi/sdk/v3)/python/cmd/pulumi-language-python-exec" bin/tools/

bin/tools/pulumi-language-yaml: tools/yaml/go.mod tools/yaml/go.sum
	$(PROGRESS) "Pulumi's language host for YAML" "1 minute" \
		go -C tools/yaml $(BUILD) -o ../../bin/tools/ tool

bin/tools/pulumi-language-java: tools/java/go.mod tools/java/go.sum
	$(PROGRESS) "Pulumi's language host for Java" "30 seconds" \
		go -C tools/java $(BUILD) -o ../../bin/tools/ tool

bin/tools/actionlint: tools/actionlint/go.mod tools/actionlint/go.sum
	@go -C tools/actionlint $(BUILD) -o ../../bin/tools/ tool

.work/zizmor: tools/python/zizmor.txt
	@rm -rf $@ && python3 -m venv $@ && PIP_DISABLE_PIP_VERSION_CHECK=1 $@/bin/pip install --quiet -r $<

bin/tools/golangci-lint: tools/lint/go.mod tools/lint/go.sum
	$(PROGRESS) "golangci-lint" "1 minute" go -C tools/lint $(BUILD) -o ../../bin/tools/ tool
