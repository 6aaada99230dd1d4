# What the module needs besides ns-3, found the same way in both builds.

# Debian's Torch package warns of an optional library that it does not have.
set(log_level "${CMAKE_MESSAGE_LOG_LEVEL}")
set(CMAKE_MESSAGE_LOG_LEVEL ERROR)
find_package(Torch QUIET)
set(CMAKE_MESSAGE_LOG_LEVEL "${log_level}")
find_package(ZLIB QUIET)
foreach(package Torch ZLIB)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "edge-learning needs ${package}, which was not found. "
                        "On Debian, run utils/install-dependencies.sh"
    )
  endif()
endforeach()
if(TORCH_CXX_FLAGS MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
  message(FATAL_ERROR "This LibTorch uses the old C++ ABI, ns-3 the new one. "
                      "Use the cxx11 ABI build of LibTorch."
  )
endif()
include_directories(SYSTEM ${TORCH_INCLUDE_DIRS})
set(EDGE_LEARNING_LIBRARIES ${TORCH_LIBRARIES} ZLIB::ZLIB)

find_package(GTest QUIET)

# With the reference BLAS a small training step takes about 30 times as long as with OpenBLAS.
find_library(EDGE_LEARNING_BLAS libblas.so.3)
mark_as_advanced(EDGE_LEARNING_BLAS)
if(EDGE_LEARNING_BLAS)
  file(REAL_PATH "${EDGE_LEARNING_BLAS}" blas)
  if(blas MATCHES "/blas/libblas")
    message(WARNING "LibTorch will use the reference BLAS, which is slow. "
                    "Install OpenBLAS (libopenblas0-pthread)."
    )
  endif()
endif()
