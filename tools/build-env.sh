# Sourced before a build: lets ccache reuse what was compiled in another clone or build folder.
export CCACHE_SLOPPINESS=pch_defines,time_macros
export CCACHE_NOHASHDIR=1
export CCACHE_BASEDIR=$PWD
export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}
