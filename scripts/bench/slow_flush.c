/* Stands for a disk whose flush takes longer: preloaded, it makes fsync and fdatasync wait SLOW_FLUSH_US more. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_longer(void)
{
    const char *microseconds = getenv("SLOW_FLUSH_US");
    if (microseconds)
        usleep((useconds_t)atoi(microseconds));
}

int fsync(int fd)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_longer();
    return real(fd);
}

int fdatasync(int fd)
{
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_longer();
    return real(fd);
}
