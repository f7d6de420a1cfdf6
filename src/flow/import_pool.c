/* Readers on threads of their own. Work is given and waited for by one thread,
 * in order; what a reader does depends on nothing but its item, so that the
 * number of readers changes nothing but the time. */
#include "flow/import_internal.h"

#include <pthread.h>
#include <signal.h>

enum { THREADS_MAX = 64, QUEUE = 1024 };

struct ngl_pool {
    pthread_mutex_t          lock;
    pthread_cond_t           work, done;
    ngl_waiting             *queue[QUEUE];
    size_t                   first, n;
    bool                     stop;
    unsigned                 nthread;
    pthread_t                thread[THREADS_MAX];
    const ngl_import_shared *shared;
};

static ngl_waiting *take(ngl_pool *p)
{
    pthread_mutex_lock(&p->lock);
    while (!p->n && !p->stop) pthread_cond_wait(&p->work, &p->lock);
    ngl_waiting *w = p->stop ? NULL : p->queue[p->first];
    if (w) {
        p->first = (p->first + 1) % QUEUE;
        p->n--;
    }
    pthread_mutex_unlock(&p->lock);
    return w;
}

static void *reader(void *context)
{
    ngl_pool          *p = context;
    ngl_import_scratch scratch;
    ngl_import_scratch_init(&scratch);
    for (ngl_waiting *w; (w = take(p));) {
        ngl_import_one(w, &scratch, p->shared);
        pthread_mutex_lock(&p->lock);
        w->done = true;
        pthread_cond_signal(&p->done);
        pthread_mutex_unlock(&p->lock);
    }
    ngl_import_scratch_free(&scratch);
    return NULL;
}

/* signals are for the thread that asks whether to stop */
static void start_all(ngl_pool *p, unsigned threads)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (p->nthread < threads && pthread_create(&p->thread[p->nthread], NULL, reader, p) == 0) p->nthread++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

ngl_pool *ngl_pool_start(ngl_arena *arena, unsigned threads, const ngl_import_shared *shared)
{
    ngl_pool *p = threads > 1 ? NGL_NEW(arena, ngl_pool, 1) : NULL;
    if (!p) return NULL;
    p->shared = shared;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->work, NULL);
    pthread_cond_init(&p->done, NULL);
    start_all(p, threads < THREADS_MAX ? threads : THREADS_MAX);
    if (p->nthread) return p;
    ngl_pool_stop(p);
    return NULL;
}

void ngl_pool_give(ngl_pool *p, ngl_waiting *w)
{
    pthread_mutex_lock(&p->lock);
    p->queue[(p->first + p->n++) % QUEUE] = w;
    pthread_cond_signal(&p->work);
    pthread_mutex_unlock(&p->lock);
}

void ngl_pool_wait(ngl_pool *p, const ngl_waiting *w)
{
    pthread_mutex_lock(&p->lock);
    while (!w->done) pthread_cond_wait(&p->done, &p->lock);
    pthread_mutex_unlock(&p->lock);
}

void ngl_pool_stop(ngl_pool *p)
{
    if (!p) return;
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->nthread; i++) pthread_join(p->thread[i], NULL);
    pthread_cond_destroy(&p->work);
    pthread_cond_destroy(&p->done);
    pthread_mutex_destroy(&p->lock);
}
