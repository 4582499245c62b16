# What an app needs: the public headers, the static libraries behind them, and find_package(Gatehouse).
# `cmake --install BUILD --component sdk --prefix PREFIX` installs this part alone.
include(CMakePackageConfigHelpers)

set_target_properties(gatehouse_token PROPERTIES EXPORT_NAME token)
set_target_properties(gatehouse_app PROPERTIES EXPORT_NAME app)
target_compile_features(gatehouse_token PUBLIC cxx_std_20)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Gatehouse)
install(TARGETS gatehouse_token gatehouse_app core_base core_crypto core_token core_http core_net core_sql
        EXPORT GatehouseTargets COMPONENT sdk
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/gatehouse)
install(DIRECTORY include/gatehouse DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT sdk FILES_MATCHING PATTERN "*.h")
install(EXPORT GatehouseTargets NAMESPACE Gatehouse:: DESTINATION ${package_dir} COMPONENT sdk)

configure_package_config_file(GatehouseConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/GatehouseConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/GatehouseConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/GatehouseConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/GatehouseConfigVersion.cmake
        DESTINATION ${package_dir} COMPONENT sdk)
