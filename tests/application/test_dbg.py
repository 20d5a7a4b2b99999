from tests.application.test_malice import *
from circles_bot.engine.tokens import Token
async def test_dbg(stages, tmp_path):
    world = await reopen(stages["inviting"], tmp_path)
    await set_up_harbour(world)
    before = world.dump()
    ids=Ids.of(world)
    toks=list(foreign_tokens(tokens_of(stages["inviting"]), ids))
    groups={}
    for t in toks: groups.setdefault(t.split(':')[0],[]).append(t)
    for n,ts in groups.items():
        for token in ts:
            for value in (ids.interests[0], ids.members[0]):
                await mean(world.works, Tap(token=token, community=HARBOUR, at=world.clock.now(), actor=INTRUDER, values=(value,)))
        after=world.dump()
        if after!=before:
            print("CULPRIT", n, [l[:150] for l in before if l not in after][:4], [l[:150] for l in after if l not in before][:4]); break
    print("DONE", len(toks))
    await world.store.close()
