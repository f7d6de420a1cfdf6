# The front door. Meson does the work; `make help` lists what there is.
BUILD ?= build
CC    ?= cc
MESON_FLAGS ?=
J     ?=

.PHONY: all
all: $(BUILD)/build.ninja
	@ninja -C $(BUILD) $(J)

$(BUILD)/build.ninja:
	@CC=$(CC) meson setup $(BUILD) $(MESON_FLAGS)
