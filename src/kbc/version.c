/* The knowledge version: a hash of names and bytes, nothing else.
 *
 * It is what `sha256sum *.[cy]* | sha256sum | cut -c1-16` prints in the folder
 * (in the locale C, which sorts names by their bytes), so it can be checked by hand and does
 * not depend on the order, place or age of the files.
 */
#include "kbc/internal.h"
#include "kbc/sha256.h"

#include <string.h>

const char *const ngl_kbc_names[] = {
    "care_sources.csv", "claims.csv", "condition_map.csv",
    "conditions.csv", "courses.csv", "danger_levels.csv", "danger_score.csv",
    "exercises.csv", "findings.csv", "form.csv",
    "forms.csv", "forms_likelihoods.csv", "likelihoods.csv",
    "options.csv", "prior_modifiers.csv", "proms.csv",
    "protocols.yaml", "red_flags.csv", "return_to_run.yaml",
    "seed_coverage.csv", "sources.csv", "structure.yaml",
    "time.yaml", "tissue_load.csv", "tissue_load_model.csv", "training_load.csv",
    "treatments.csv",
    NULL,
};

const char *kbc_version(kbc *k)
{
    char    digest[KBC_SHA256_TEXT];
    ngl_buf list;
    ngl_buf_init(&list, 1 << 16);
    for (const char *const *name = ngl_kbc_names; *name; name++)
        for (size_t i = 0; i < k->nfile; i++)
            if (strcmp(k->file[i].name, *name) == 0) {
                kbc_sha256(digest, k->file[i].bytes, k->file[i].len);
                ngl_buf_printf(&list, "%s  %s\n", digest, *name);
            }
    kbc_sha256(digest, ngl_buf_string(&list), list.len);
    k->nomem = k->nomem || list.failed;
    ngl_buf_free(&list);
    return kbc_text(k, digest, 16);
}
